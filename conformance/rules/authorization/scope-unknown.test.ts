import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The requested scope is unknown: invalid_scope',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const arrival = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, { scope: 'unheard-of' }))
    expectErrorAtClient(arrival, 'invalid_scope')
  },
)
