import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A public client is not trusted because it was approved before: consent is asked again',
    source: 'RFC 6749 §10.2',
    scenario: 46,
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    expectCode(await browser.goThrough(authorizationAddress(issuer, {}, { as: 'native' })))
    const again = await browser.visit(authorizationAddress(issuer, {}, { as: 'native' }))
    assert.equal(again.at, 'page', describe(again))
  },
)
