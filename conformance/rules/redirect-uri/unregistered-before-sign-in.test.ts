import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the request fails due to a missing, invalid, or mismatching redirection URI, the server informs the resource owner and MUST NOT redirect',
    source: 'RFC 6749 §4.1.2.1',
    scenario: 20,
  },
  async (issuer) => {
    const redirect_uri = 'https://evil.example/cb'
    const address = authorizationAddress(issuer, { redirect_uri })
    expectErrorPage(await issuer.newBrowser().visit(address))
    expectErrorPage(await issuer.signedIn().visit(address))
  },
)
