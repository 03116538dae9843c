import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { describe } from '../../parties/browser.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'No form-action of a content security policy keeps a form from reaching the client, wherever its callback redirects',
    source: 'Mandate §0',
    scenario: 64,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const signIn = await issuer.newBrowser().visit(authorizationAddress(issuer))
    const consent = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    for (const page of [signIn, consent]) {
      assert.equal(page.at, 'page', describe(page))
      // Browsers check each redirect after a form against the directive, even those of other sites.
      const policy = String(page.answer.headers['content-security-policy'] ?? '')
      assert.doesNotMatch(policy, /form-action/)
    }
  },
)
