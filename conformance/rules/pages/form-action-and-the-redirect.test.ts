import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: "The content security policy's form-action also names the origin that the form's answer redirects to",
    source: 'PROTOCOL (ours)',
    scenario: 44,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const page = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    assert.equal(page.at, 'page')
    const policy = String(page.answer.headers['content-security-policy'] ?? '')
    const [, sources] = /form-action ([^;]*)/.exec(policy) ?? []
    // Without the directive everything is allowed, which serves the redirect and nobody else.
    assert.ok(sources !== undefined, 'there is a form-action')
    assert.deepEqual(sources.split(' ').sort(), ["'self'", 'https://hostile.example'])
  },
)
