import { expectTokens } from '../../expect.ts'
import { credentialsOf, obtainCode, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Alternatively the server MAY support including the client credentials in the request body',
    source: 'RFC 6749 §2.3.1',
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    const code = await obtainCode(issuer)
    const [redirect_uri] = issuer.clients.plain.redirectUris
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri,
      client_id: id,
      client_secret: secret,
    }
    expectTokens(await postToken(issuer, form))
  },
)
