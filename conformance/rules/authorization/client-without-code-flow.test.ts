import { expectErrorAtClient, listed } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that may not use the code flow gets unauthorized_client; if no grant type works without a browser, there is no such client',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const withBrowser = ['authorization_code', 'refresh_token', 'implicit']
    const offered = listed(issuer, 'grant_types_supported')
    if (offered.every((type) => withBrowser.includes(type))) return
    const as = offered.includes('client_credentials') ? 'machine' : 'device'
    expectErrorAtClient(await authorize(issuer, {}, { as }), 'unauthorized_client')
  },
)
