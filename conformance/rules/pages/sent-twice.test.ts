import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { describe } from '../../parties/browser.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A double click, a reload or two tabs never end on an error page',
    source: 'Mandate §0',
    scenario: 47,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const browser = issuer.signedIn()
    const page = await browser.visit(
      authorizationAddress(issuer, { prompt: 'consent' }, { as: 'askingConsent' }),
    )
    assert.equal(page.at, 'page', describe(page))
    expectCode(await browser.submit(page))
    expectCode(await browser.submit(page), 'the back button, and the form again')
  },
)
