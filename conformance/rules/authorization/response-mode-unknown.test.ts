import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unknown response_mode: invalid_request',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { response_mode: 'pigeon' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_request')
  },
)
