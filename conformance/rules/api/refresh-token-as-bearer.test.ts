import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainCode, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh token or a code is no bearer token: 401 invalid_token',
    source: 'RFC 6750 §3.1',
    scenario: 35,
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { refreshToken } = await obtainTokens(issuer, { scope: resource.scope })
    const code = await obtainCode(issuer, { scope: resource.scope })
    for (const token of [refreshToken, code]) {
      const answer = await callApi(resource, [bearer(token)])
      assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
    }
  },
)
