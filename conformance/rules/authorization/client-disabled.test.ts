import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Nobody is redirected to a client that is disabled',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, {}, { as: 'disabled' })
    expectErrorPage(await issuer.newBrowser().visit(address))
  },
)
