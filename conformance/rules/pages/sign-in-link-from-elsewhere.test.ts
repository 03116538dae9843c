import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A sign-in link prepared by an attacker is useless in another browser: nobody reaches the client without being asked',
    source: 'Mandate §0',
    scenario: 45,
  },
  async (issuer) => {
    const attacker = issuer.newBrowser()
    const page = await attacker.visit(authorizationAddress(issuer, { state: 'attacker' }))
    assert.equal(page.at, 'page')
    const opened = await issuer.signedIn().visit(page.address)
    assert.equal(opened.at, 'page', 'a victim who follows it is not taken to the client')
  },
)
