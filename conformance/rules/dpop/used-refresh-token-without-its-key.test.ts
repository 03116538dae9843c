import assert from 'node:assert/strict'
import { exchange, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A used refresh token in the hands of someone without its key does not end the grant',
    source: 'Mandate §13',
  },
  async (issuer) => {
    const { prove } = await newProver(issuer)
    const as = 'native'
    const code = await obtainCode(issuer, {}, { as })
    const login = await exchange(issuer, code, { as, headers: [await prove()] })
    const used = tokensOf(login).refreshToken
    const next = tokensOf(await refresh(issuer, used, { as, headers: [await prove()] }))
    assert.equal((await refresh(issuer, used, { as })).status, 400)
    tokensOf(await refresh(issuer, next.refreshToken, { as, headers: [await prove()] }))
  },
)
