import { expectError } from '../../expect.ts'
import { credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An assertion that proves nothing authenticates nobody: 401 invalid_client',
    source: 'RFC 6749 §5.2, RFC 7523 §3.2',
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { iss: id, sub: id, aud: issuer.issuer, exp: 4_000_000_000, jti: 'x' }
    for (const alg of ['none', 'HS256', 'RS256']) {
      const answer = await postToken(issuer, {
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_id: id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: `${part({ alg })}.${part(claims)}.${alg === 'none' ? '' : 'c2ln'}`,
      })
      expectError(answer, 'invalid_client', alg)
    }
  },
)
