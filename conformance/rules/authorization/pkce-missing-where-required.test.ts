import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the server requires PKCE of this client and it sends no challenge, the server MUST return invalid_request',
    source: 'RFC 7636 §4.4.1',
  },
  async (issuer) => {
    const parameters = { code_challenge: undefined, code_challenge_method: undefined }
    const address = authorizationAddress(issuer, parameters, { as: 'needingPkce' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_request')
  },
)
