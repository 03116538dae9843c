import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The access token is expired, revoked, malformed, or invalid for other reasons: 401 invalid_token',
    source: 'RFC 6750 §3.1',
    scenario: 34,
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken } = await obtainTokens(issuer, { scope: resource.scope })
    for (const token of [
      'x',
      accessToken.slice(0, -1),
      `${accessToken}A`,
      accessToken.toUpperCase(),
    ]) {
      const answer = await callApi(resource, [bearer(token)])
      assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
    }
  },
)
