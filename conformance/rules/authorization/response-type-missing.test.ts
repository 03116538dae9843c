import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the response_type parameter is missing the server MUST return an error response: invalid_request',
    source: 'RFC 6749 §3.1.1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { response_type: undefined })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_request')
  },
)
