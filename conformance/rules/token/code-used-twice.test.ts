import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, isActive, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If an authorization code is used more than once, the server MUST deny the request and SHOULD revoke all tokens previously issued based on that code',
    source: 'RFC 6749 §4.1.2',
    scenario: 3,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const { accessToken, refreshToken } = tokensOf(await exchange(issuer, code))
    assert.equal(await isActive(issuer, accessToken), true)
    expectError(await exchange(issuer, code), 'invalid_grant')
    assert.equal(await isActive(issuer, accessToken), false, 'the access token is dead')
    expectError(await refresh(issuer, refreshToken), 'invalid_grant', 'the refresh token is dead')
  },
)
