import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Scope values are case-sensitive strings',
    source: 'RFC 6749 §3.3',
  },
  async (issuer) => {
    const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, { scope: 'ALL' }))
    expectErrorAtClient(arrival, 'invalid_scope')
  },
)
