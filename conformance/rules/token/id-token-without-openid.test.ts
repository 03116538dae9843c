import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An ID token is for requests with the scope openid only',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    const answer = await exchange(issuer, await obtainCode(issuer, { scope: 'all' }))
    expectTokens(answer)
    assert.equal('id_token' in answer.json, false)
  },
)
