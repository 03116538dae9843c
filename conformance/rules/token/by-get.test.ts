import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client MUST use the HTTP POST method when making access token requests: 405 with Allow otherwise',
    source: 'RFC 6749 §3.2',
  },
  async (issuer) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await send(issuer.metadata.token_endpoint, { method })
      assert.equal(answer.status, 405, method)
      assert.match(answer.headers.allow ?? '', /\bPOST\b/, method)
    }
  },
)
