import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The challenge method plain is refused: invalid_request',
    source: 'RFC 9700 §2.1.1',
    scenario: 27,
  },
  async (issuer) => {
    const plain = { code_challenge: VERIFIER, code_challenge_method: 'plain' }
    expectErrorAtClient(
      await issuer.signedIn().visit(authorizationAddress(issuer, plain)),
      'invalid_request',
    )
  },
)
