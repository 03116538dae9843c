import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, CHALLENGE } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An absent code_challenge_method means plain, which is refused: invalid_request',
    source: 'RFC 7636 §4.3',
    scenario: 27,
  },
  async (issuer) => {
    const challenge = { code_challenge: CHALLENGE }
    expectErrorAtClient(
      await issuer.signedIn().visit(authorizationAddress(issuer, challenge)),
      'invalid_request',
    )
  },
)
