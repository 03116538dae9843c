import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The secret of another client is a wrong secret',
    source: 'RFC 6749 §3.2.1',
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const { secret } = credentialsOf(issuer, 'other')
    const headers = [['Authorization', basic({ id, secret })]] as const
    expectError(
      await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', headers),
      'invalid_client',
    )
  },
)
