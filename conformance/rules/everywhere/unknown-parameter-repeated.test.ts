import { expectCode, expectTokens } from '../../expect.ts'
import {
  authorizationAddress,
  basic,
  credentialsOf,
  postToken,
  withQuery,
} from '../../parties/client.ts'
import { formOf } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A parameter that is not recognized is ignored, even if it repeats',
    source: 'Mandate §0',
  },
  async (issuer) => {
    const address = withQuery(authorizationAddress(issuer), 'utm=1&utm=2')
    const code = expectCode(await issuer.signedIn().goThrough(address)).get('code') ?? ''
    const form = formOf({
      grant_type: 'authorization_code',
      code,
      redirect_uri: issuer.clients.plain.redirectUris[0],
    })
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    expectTokens(await postToken(issuer, `${form}&utm=1&utm=2`, headers))
  },
)
