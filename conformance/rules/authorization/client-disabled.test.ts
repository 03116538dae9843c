import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that is disabled gets nobody redirected to it',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, {}, { as: 'disabled' })
    expectErrorPage(await issuer.newBrowser().visit(address))
  },
)
