import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Nothing cached outlives a revocation beyond the promised second',
    source: 'Mandate §4',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken, refreshToken } = await obtainTokens(issuer, { scope: resource.scope })
    assert.equal((await callApi(resource, [bearer(accessToken)])).status, 200)
    assert.equal((await revoke(issuer, refreshToken)).status, 200)
    const revokedAt = performance.now()
    let answer = await callApi(resource, [bearer(accessToken)])
    while (answer.status === 200 && performance.now() - revokedAt < 1000) {
      answer = await callApi(resource, [bearer(accessToken)])
    }
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
  },
)
