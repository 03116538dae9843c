import { expectError, expectTokens } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { basic, credentialsOf, obtainCode, withQuery } from '../../parties/client.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'One setting, off by default, reads token parameters from the query: never a secret, never in both places',
    source: 'Mandate §3',
  },
  async (issuer) => {
    const old = await offered(issuer.readingQueries, 'such a setting')()
    const { id, secret } = credentialsOf(old, 'plain')
    const headers = [FORM, ['Authorization', basic({ id, secret })]] as const
    const [redirect_uri] = old.clients.plain.redirectUris
    const code = await obtainCode(old)
    const query = { grant_type: 'authorization_code', code, redirect_uri }
    const address = withQuery(old.metadata.token_endpoint, query)
    expectError(
      await send(address, { headers, body: formOf({ code }) }),
      'invalid_request',
      'both places',
    )
    const withSecret = withQuery(address, { client_id: id, client_secret: secret })
    expectError(
      await send(withSecret, { headers: [FORM], body: '' }),
      'invalid_request',
      'a secret',
    )
    expectTokens(await send(address, { headers, body: '' }))
  },
)
