import { expectError } from '../../expect.ts'
import { askSigned, assertion } from '../../parties/assertion.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An assertion without iss, sub, aud, exp or jti, for another audience, of another party, or expired authenticates nobody',
    source: 'RFC 7523 §3, OpenID Connect Core §9',
  },
  async (issuer) => {
    const now = Math.floor(Date.now() / 1000)
    for (const claims of [
      ...[{ iss: undefined }, { sub: undefined }, { aud: undefined }, { exp: undefined }],
      ...[{ jti: undefined }, { aud: 'https://other.example' }, { iss: 'other' }, { sub: 'other' }],
      ...[{ exp: now - 600 }, { nbf: now + 600 }],
    ]) {
      const answer = await askSigned(issuer, assertion(issuer, { claims }))
      expectError(answer, 'invalid_client', JSON.stringify(claims))
    }
  },
)
