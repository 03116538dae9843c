import assert from 'node:assert/strict'
import { exchange, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A public client’s refresh token is bound to the key of its proof, and a copy without the key changes nothing',
    source: 'RFC 9449 §5',
  },
  async (issuer) => {
    const [mine, theirs] = [await newProver(issuer), await newProver(issuer)]
    const as = 'native'
    const code = await obtainCode(issuer, {}, { as })
    const login = await exchange(issuer, code, { as, headers: [await mine.prove()] })
    const used = tokensOf(login).refreshToken
    const steal = async (refreshToken: string) => {
      for (const headers of [[], [await theirs.prove()]]) {
        assert.equal((await refresh(issuer, refreshToken, { as, headers })).status, 400)
      }
    }
    await steal(used)
    const mineToo = { as, headers: [await mine.prove()] } as const
    const { refreshToken } = tokensOf(await refresh(issuer, used, mineToo))
    await steal(refreshToken)
    tokensOf(await refresh(issuer, refreshToken, { as, headers: [await mine.prove()] }))
  },
)
