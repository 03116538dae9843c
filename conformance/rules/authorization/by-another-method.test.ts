import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Another method is answered 405 with Allow',
    source: 'RFC 9110 §15.5.6',
  },
  async (issuer) => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await send(authorizationAddress(issuer), { method })
      assert.equal(answer.status, 405, method)
      assert.match(answer.headers.allow ?? '', /\bGET\b/, method)
    }
  },
)
