import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'prompt=none when consent is needed: consent_required, and no page',
    source: 'OpenID Connect Core §3.1.2.6',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { prompt: 'none' }, { as: 'withHostileName' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'consent_required')
  },
)
