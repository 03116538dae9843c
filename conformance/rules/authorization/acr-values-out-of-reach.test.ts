import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'acr_values that cannot be reached: unmet_authentication_requirements',
    source: 'RFC 9470 §5',
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    const asked = authorizationAddress(issuer, { acr_values: 'urn:example:nobody-reaches-this' })
    expectErrorAtClient(await browser.visit(asked), 'unmet_authentication_requirements')
  },
)
