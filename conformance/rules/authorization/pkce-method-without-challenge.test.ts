import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A method without a challenge: invalid_request',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const parameters = { code_challenge_method: 'S256' }
    expectErrorAtClient(
      await issuer.signedIn().visit(authorizationAddress(issuer, parameters)),
      'invalid_request',
    )
  },
)
