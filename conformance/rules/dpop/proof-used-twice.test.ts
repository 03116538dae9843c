import assert from 'node:assert/strict'
import { exchange, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule({ rule: 'A proof is good for one request', source: 'RFC 9449 §11.1' }, async (issuer) => {
  const { prove } = await newProver(issuer)
  const proof = await prove()
  const answer = await exchange(issuer, await obtainCode(issuer), { headers: [proof] })
  const { refreshToken } = tokensOf(answer)
  const again = await refresh(issuer, refreshToken, { headers: [proof] })
  assert.equal(again.status, 400)
  tokensOf(await refresh(issuer, refreshToken, { headers: [await prove()] }))
})
