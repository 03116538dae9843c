import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: "HTML in a client's name is text on every page",
    source: 'RFC 9700 §4.16',
    scenario: 43,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const page = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    assert.equal(page.at, 'page')
    assert.doesNotMatch(page.answer.text, /<script>document\.title='owned'/)
    const signIn = await issuer
      .newBrowser()
      .visit(
        authorizationAddress(
          issuer,
          { login_hint: `"><script>alert(1)</script>` },
          { as: 'withHostileName' },
        ),
      )
    assert.equal(signIn.at, 'page')
    assert.doesNotMatch(signIn.answer.text, /<script>(document\.title='owned'|alert\(1\))/)
  },
)
