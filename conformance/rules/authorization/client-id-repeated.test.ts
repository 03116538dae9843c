import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress, withQuery } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A repeated client_id identifies nobody: an error page, no redirect',
    source: 'RFC 6749 §3.1, §4.1.2.1',
  },
  async (issuer) => {
    for (const second of ['plain', 'other'] as const) {
      const address = withQuery(authorizationAddress(issuer), {
        client_id: issuer.clients[second].id,
      })
      expectErrorPage(await issuer.signedIn().visit(address), second)
    }
  },
)
