import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A redirect URI of another client is not registered for this one',
    source: 'RFC 6749 §3.1.2.3',
  },
  async (issuer) => {
    const [redirect_uri] = issuer.clients.other.redirectUris
    expectErrorPage(await issuer.signedIn().visit(authorizationAddress(issuer, { redirect_uri })))
  },
)
