import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unsupported request_uri parameter: request_uri_not_supported',
    source: 'OpenID Connect Core §3.1.2.6',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, {
      request_uri: 'https://evil.example/request.jwt',
    })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'request_uri_not_supported')
  },
)
