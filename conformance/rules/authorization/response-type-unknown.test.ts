import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the response type is not understood the server MUST return an error response: unsupported_response_type',
    source: 'RFC 6749 §3.1.1',
  },
  async (issuer) => {
    for (const response_type of ['magic', 'code magic', 'CODE']) {
      const address = authorizationAddress(issuer, { response_type })
      expectErrorAtClient(
        await issuer.signedIn().visit(address),
        'unsupported_response_type',
        response_type,
      )
    }
  },
)
