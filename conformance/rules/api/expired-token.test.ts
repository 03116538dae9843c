import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { introspect } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'There is no leeway after expiry',
    source: 'RFC 6750 §3.1',
  },
  async (issuer) => {
    const { issuer: other, accessToken } = await offered(issuer.expired, 'a short lifetime')()
    const resource = offered(other.protectedResource, 'an API')
    const answer = await callApi(resource, [bearer(accessToken)])
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
    assert.deepEqual((await introspect(other, accessToken)).json, { active: false })
  },
)
