import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Public clients MUST use PKCE: a request without a challenge is invalid_request',
    source: 'RFC 9700 §2.1.1',
  },
  async (issuer) => {
    const parameters = { code_challenge: undefined, code_challenge_method: undefined }
    const address = authorizationAddress(issuer, parameters, { as: 'native' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_request')
  },
)
