import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Nothing cached outlives a revocation by more than the promised second',
    source: 'Mandate §4',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken, refreshToken } = await obtainTokens(issuer, { scope: resource.scope })
    assert.equal((await callApi(resource, [bearer(accessToken)])).status, 200)
    assert.equal((await revoke(issuer, refreshToken)).status, 200)
    const revokedAt = performance.now()
    let calledAt = revokedAt
    let slowest = 0
    let answer: Awaited<ReturnType<typeof callApi>>
    do {
      calledAt = performance.now()
      answer = await callApi(resource, [bearer(accessToken)])
      slowest = Math.max(slowest, performance.now() - calledAt)
      // On a slow machine the revocation also takes longer to arrive.
    } while (answer.status === 200 && calledAt - revokedAt < 1000 + 20 * slowest)
    assert.deepEqual([answer.status, challengeIn(answer).get('error')], [401, 'invalid_token'])
  },
)
