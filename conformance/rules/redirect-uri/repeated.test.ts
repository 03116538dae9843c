import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress, withQuery } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A repeated redirect_uri is no redirect URI: an error page, no redirect',
    source: 'RFC 6749 §3.1, §4.1.2.1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, {}, { as: 'other' })
    const [own] = issuer.clients.other.redirectUris
    for (const second of [own, 'https://evil.example/cb']) {
      const twice = withQuery(address, { redirect_uri: second })
      expectErrorPage(await issuer.signedIn().visit(twice), second)
    }
  },
)
