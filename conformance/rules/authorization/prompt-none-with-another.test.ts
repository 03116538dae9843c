import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If prompt contains none with any other value, an error is returned: invalid_request',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    for (const prompt of ['none login', 'consent none']) {
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, { prompt }))
      expectErrorAtClient(arrival, 'invalid_request', prompt)
    }
  },
)
