import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, CHALLENGE } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unsupported transform: invalid_request',
    source: 'RFC 7636 §4.4.1',
    scenario: 27,
  },
  async (issuer) => {
    for (const code_challenge_method of ['S512', 's256', 'S256 ']) {
      const parameters = { code_challenge: CHALLENGE, code_challenge_method }
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, parameters))
      expectErrorAtClient(arrival, 'invalid_request', code_challenge_method)
    }
  },
)
