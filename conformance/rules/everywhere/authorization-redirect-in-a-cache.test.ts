import { expectCode, expectErrorAtClient, expectNotStored } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The redirect that carries a code or an error is not stored by caches',
    source: 'Mandate §0',
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    const answered = await browser.goThrough(authorizationAddress(issuer))
    expectCode(answered)
    expectNotStored(answered.answer, 'with a code')
    const refused = await browser.visit(authorizationAddress(issuer, { response_type: 'magic' }))
    expectErrorAtClient(refused, 'unsupported_response_type')
    expectNotStored(refused.answer, 'with an error')
  },
)
