import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { callApi, challengeIn } from '../../parties/api.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The request is malformed or uses more than one method of including an access token: 400 invalid_request',
    source: 'RFC 6750 §3.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    for (const value of ['Bearer', 'Bearer ', 'Bearer a b']) {
      const answer = await callApi(resource, [['Authorization', value]])
      assert.equal(answer.status, 400, value)
      assert.equal(challengeIn(answer).get('error'), 'invalid_request', value)
    }
  },
)
