import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Storage trouble is 503 with Retry-After, never invalid_grant: a healthy token is not burnt by a sick server',
    source: 'PROTOCOL (ours)',
    scenario: 14,
  },
  async (issuer) => {
    const whileLocked = offered(issuer.whileStorageFails, 'a storage that can be made to fail')
    const { refreshToken } = await obtainTokens(issuer)
    const answer = await whileLocked(() => refresh(issuer, refreshToken))
    assert.equal(answer.status, 503)
    assert.match(answer.headers['retry-after'] ?? '', /^\d+$/)
    expectTokens(await refresh(issuer, refreshToken), 'the same request again')
  },
)
