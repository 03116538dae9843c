import { expectErrorAtClient } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Authorization details of an unknown type: invalid_authorization_details',
    source: 'RFC 9396 §5',
  },
  async (issuer) => {
    offered(issuer.metadata['authorization_details_types_supported'], 'authorization_details')
    const authorization_details = JSON.stringify([{ type: 'of-another-world' }])
    const address = authorizationAddress(issuer, { authorization_details })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_authorization_details')
  },
)
