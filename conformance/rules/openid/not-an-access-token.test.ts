import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, isActive, refresh } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An ID token is neither an access token nor a refresh token',
    source: 'OpenID Connect Core §2, RFC 8725 §2.8',
  },
  async (issuer) => {
    const { token } = await readIdToken(issuer, await signInFor(issuer))
    assert.equal(await isActive(issuer, token), false)
    expectError(await refresh(issuer, token, { as: 'openid' }), 'invalid_grant')
    expectError(await exchange(issuer, token, { as: 'openid' }), 'invalid_grant')
  },
)
