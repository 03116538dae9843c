import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { describe } from '../../parties/browser.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Sign-in and consent pages send no Referer header to other sites',
    source: 'RFC 9700 §4.2.4',
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const signIn = await issuer.newBrowser().visit(authorizationAddress(issuer))
    const consent = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    for (const page of [signIn, consent]) {
      assert.equal(page.at, 'page', describe(page))
      assert.match(String(page.answer.headers['referrer-policy']), /^(no-referrer|same-origin)$/)
    }
  },
)
