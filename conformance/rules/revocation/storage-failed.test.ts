import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { isActive, obtainTokens, refresh, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the server responds with 503 the client must assume the token still exists: a storage that fails is never answered with 200',
    source: 'RFC 7009 §2.2.1',
    scenario: 15,
  },
  async (issuer) => {
    const whileLocked = offered(issuer.whileStorageFails, 'a storage that can be made to fail')
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    const answer = await whileLocked(() => revoke(issuer, refreshToken))
    assert.equal(answer.status, 503)
    assert.match(answer.headers['retry-after'] ?? '', /^\d+$/)
    assert.equal(await isActive(issuer, accessToken), true)
    expectTokens(await refresh(issuer, refreshToken))
  },
)
