import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The requested resource is invalid, missing, unknown, or malformed: invalid_target',
    source: 'RFC 8707 §2',
  },
  async (issuer) => {
    for (const resource of ['https://unheard-of.example', 'not a uri', `${issuer.api.uri}#part`]) {
      const arrival = await issuer.signedIn().visit(authorizationAddress(issuer, { resource }))
      expectErrorAtClient(arrival, 'invalid_target', resource)
    }
  },
)
