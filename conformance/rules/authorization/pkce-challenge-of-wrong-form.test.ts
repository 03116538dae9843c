import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, CHALLENGE } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An S256 challenge is 43 characters of base64url: anything else is invalid_request',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const short = CHALLENGE.slice(1)
    for (const code_challenge of [short, `${CHALLENGE}A`, `${short}=`, `${short}+`]) {
      const parameters = { code_challenge, code_challenge_method: 'S256' }
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, parameters))
      expectErrorAtClient(arrival, 'invalid_request', code_challenge)
    }
  },
)
