import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The resource server refuses access tokens that are not intended for it',
    source: 'RFC 9700 §2.3',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const elsewhere = offered(resource.elsewhere, 'another API')
    const { accessToken } = await obtainTokens(issuer, {
      scope: resource.scope,
      resource: elsewhere,
    })
    const answer = await callApi(resource, [bearer(accessToken)])
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
  },
)
