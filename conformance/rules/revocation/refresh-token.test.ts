import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { isActive, obtainTokens, refresh, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the token is a refresh token the server SHOULD also invalidate all access tokens based on the same grant',
    source: 'RFC 7009 §2.1',
    scenario: 9,
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    assert.equal((await revoke(issuer, refreshToken)).status, 200)
    expectError(await refresh(issuer, refreshToken), 'invalid_grant')
    assert.equal(await isActive(issuer, accessToken), false)
  },
)
