import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client MUST NOT use more than one authentication method in each request: invalid_request',
    source: 'RFC 6749 §2.3, §5.2',
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    const headers = [['Authorization', basic({ id, secret })]] as const
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: id,
      client_secret: secret,
    }
    expectError(await postToken(issuer, form, headers), 'invalid_request')
    expectError(
      await postToken(issuer, { ...form, client_id: undefined }, headers),
      'invalid_request',
    )
  },
)
