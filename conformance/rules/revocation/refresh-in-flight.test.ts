import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { isActive, obtainTokens, refresh, revoke, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Once revocation was answered 200, no token from a refresh that was in flight works',
    source: 'RFC 7009 §2',
    scenario: 12,
  },
  async (issuer) => {
    for (let round = 0; round < 5; round++) {
      const { refreshToken } = await obtainTokens(issuer)
      const [revoked, refreshed] = await Promise.all([
        revoke(issuer, refreshToken),
        refresh(issuer, refreshToken),
      ])
      assert.equal(revoked.status, 200)
      if (refreshed.status !== 200) {
        expectError(refreshed, 'invalid_grant')
        continue
      }
      const { accessToken, refreshToken: next } = tokensOf(refreshed)
      assert.equal(await isActive(issuer, accessToken), false)
      expectError(await refresh(issuer, next), 'invalid_grant')
    }
  },
)
