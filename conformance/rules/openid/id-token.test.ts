import assert from 'node:assert/strict'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An ID token has iss, sub, aud, exp and iat, and is signed with RS256 by a key of jwks_uri unless the client asks for another algorithm',
    source: 'OpenID Connect Core §2, §3.1.3.7, Registration §2',
  },
  async (issuer) => {
    const { claims, header } = await readIdToken(issuer, await signInFor(issuer))
    assert.equal(header.alg, 'RS256')
    assert.match(claims.sub ?? '', /^[\x21-\x7e]{1,255}$/)
    const now = Date.now() / 1000
    assert.ok(Math.abs(Number(claims.iat) - now) < 30, 'iat is now')
    assert.ok(Number(claims.exp) > now, 'exp is in the future')
  },
)
