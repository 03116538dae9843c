import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, introspect, obtainCode } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'With a proof, token_type is DPoP, and introspection says which key the token is bound to',
    source: 'RFC 9449 §5, §6.2',
  },
  async (issuer) => {
    const { prove, thumbprint } = await newProver(issuer)
    const answer = await exchange(issuer, await obtainCode(issuer), { headers: [await prove()] })
    expectTokens(answer)
    assert.match(String(answer.json['token_type']), /^dpop$/i)
    const { json } = await introspect(issuer, String(answer.json['access_token']))
    assert.deepEqual([json['active'], json['cnf']], [true, { jkt: thumbprint }])
  },
)
