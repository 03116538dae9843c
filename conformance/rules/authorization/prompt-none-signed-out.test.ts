import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'prompt=none with nobody signed in: login_required, and no page',
    source: 'OpenID Connect Core §3.1.2.6',
  },
  async (issuer) => {
    const arrival = await issuer
      .newBrowser()
      .visit(authorizationAddress(issuer, { prompt: 'none' }))
    expectErrorAtClient(arrival, 'login_required')
  },
)
