import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unsupported request parameter: request_not_supported',
    source: 'OpenID Connect Core §3.1.2.6',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { request: 'eyJhbGciOiJub25lIn0.e30.' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'request_not_supported')
  },
)
