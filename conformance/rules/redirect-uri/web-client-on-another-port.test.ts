import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Except for loopback URIs of native clients the port is compared like everything else',
    source: 'RFC 9700 §2.1',
  },
  async (issuer) => {
    for (const redirect_uri of [
      'https://urltoclient',
      'https://urltoclient:4444',
      'https://urltoclient:4443/',
    ]) {
      const address = authorizationAddress(issuer, { redirect_uri })
      expectErrorPage(await issuer.newBrowser().visit(address), redirect_uri)
    }
  },
)
