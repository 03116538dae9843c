import { expectError } from '../../expect.ts'
import { postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A public client has no secret that could be right: 401',
    source: 'RFC 6749 §2.1',
  },
  async (issuer) => {
    const { id } = issuer.clients.native
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: id,
      client_secret: 'guess',
    }
    expectError(await postToken(issuer, form), 'invalid_client')
  },
)
