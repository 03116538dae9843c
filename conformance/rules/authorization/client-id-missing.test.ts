import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the client identifier is missing, the server informs the resource owner and MUST NOT redirect',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    for (const client_id of [undefined, '']) {
      const address = authorizationAddress(issuer, { client_id })
      expectErrorPage(await issuer.signedIn().visit(address))
    }
  },
)
