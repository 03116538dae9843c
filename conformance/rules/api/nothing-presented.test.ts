import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { callApi, challengeIn } from '../../parties/api.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the request lacks any authentication information the resource server SHOULD NOT include an error code',
    source: 'RFC 6750 §3.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const answer = await callApi(resource)
    assert.equal(answer.status, 401)
    const challenge = challengeIn(answer)
    assert.match(challenge.get('scheme') ?? '', /^bearer$/i)
    assert.equal(challenge.has('error'), false)
  },
)
