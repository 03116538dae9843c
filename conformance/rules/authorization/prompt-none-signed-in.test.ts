import { expectCode } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'prompt=none issues a code without a page if nothing has to be asked',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    expectCode(await browser.goThrough(authorizationAddress(issuer)))
    expectCode(await browser.visit(authorizationAddress(issuer, { prompt: 'none' })))
  },
)
