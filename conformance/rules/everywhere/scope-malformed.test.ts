import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'scope = scope-token *( SP scope-token ), scope-token = 1*( %x21 / %x23-5B / %x5D-7E ): anything else is invalid_scope',
    source: 'RFC 6749 §3.3',
  },
  async (issuer) => {
    for (const scope of ['all  all', ' all', 'all ', 'a"b', 'a\\b', 'all\tall', 'sch\u00f6n']) {
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, { scope }))
      expectErrorAtClient(arrival, 'invalid_scope', JSON.stringify(scope))
    }
  },
)
