import assert from 'node:assert/strict'
import { expectError, expectTokens } from '../../expect.ts'
import { isActive, obtainTokens, refresh, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server verifies whether the token was issued to the client making the request; if not, the request is refused',
    source: 'RFC 7009 §2.1',
    scenario: 37,
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    for (const token of [accessToken, refreshToken]) {
      expectError(await revoke(issuer, token, { as: 'other' }), 'invalid_request')
    }
    assert.equal(await isActive(issuer, accessToken), true)
    expectTokens(await refresh(issuer, refreshToken))
  },
)
