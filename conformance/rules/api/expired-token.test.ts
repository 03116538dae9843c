import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { introspect } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The access token is expired: 401 invalid_token, without leeway',
    source: 'RFC 6750 §3.1',
  },
  async (issuer) => {
    const { accessToken } = await offered(issuer.expired, 'a short lifetime')()
    const resource = offered(issuer.protectedResource, 'an API')
    const answer = await callApi(resource, [bearer(accessToken)])
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
    assert.deepEqual((await introspect(issuer, accessToken)).json, { active: false })
  },
)
