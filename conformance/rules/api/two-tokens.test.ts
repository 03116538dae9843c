import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Two Authorization headers are a malformed request: 400 invalid_request',
    source: 'Mandate §4',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken } = await obtainTokens(issuer, { scope: resource.scope })
    const answer = await callApi(resource, [bearer(accessToken), bearer('another')])
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [400, 'invalid_request'])
  },
)
