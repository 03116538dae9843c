import { expectTokens } from '../../expect.ts'
import { basic, credentialsOf, obtainCode, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The scheme of the Authorization header is case-insensitive',
    source: 'RFC 9110 §11.1',
  },
  async (issuer) => {
    for (const scheme of ['basic', 'BASIC', 'bAsIc']) {
      const code = await obtainCode(issuer)
      const [redirect_uri] = issuer.clients.plain.redirectUris
      const form = { grant_type: 'authorization_code', code, redirect_uri }
      const value = basic(credentialsOf(issuer, 'plain')).replace('Basic', scheme)
      expectTokens(await postToken(issuer, form, [['Authorization', value]]), scheme)
    }
  },
)
