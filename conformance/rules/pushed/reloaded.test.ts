import { expectCode } from '../../expect.ts'
import { pushedAddress } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The page of a pushed request can be opened again until its authorization completes',
    source: 'RFC 9126 §7.3',
  },
  async (issuer) => {
    const address = await pushedAddress(issuer)
    await issuer.newBrowser().visit(address)
    await issuer.newBrowser().visit(address)
    expectCode(await issuer.signedIn().goThrough(address))
  },
)
