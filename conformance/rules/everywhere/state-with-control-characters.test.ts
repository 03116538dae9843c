import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'state = 1*VSCHAR: a state with other characters is a malformed parameter',
    source: 'RFC 6749 App. A.5',
  },
  async (issuer) => {
    for (const state of ['a\nb', 'a\x7f', 'sch\u00f6n']) {
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, { state }))
      expectErrorAtClient(arrival, 'invalid_request', JSON.stringify(state))
    }
  },
)
