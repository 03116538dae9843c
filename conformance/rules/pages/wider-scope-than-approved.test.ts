import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Consent is asked for again for a wider scope, but not for the same one',
    source: 'Mandate §0',
    scenario: 46,
  },
  async (issuer) => {
    needsScopes(issuer)
    const browser = issuer.newBrowser()
    const narrow = authorizationAddress(issuer, { scope: 'notes:read' }, { as: 'askingConsent' })
    expectCode(await browser.goThrough(narrow))
    expectCode(await browser.visit(narrow), 'the same again')
    const wide = authorizationAddress(
      issuer,
      { scope: 'notes:read notes:write' },
      { as: 'askingConsent' },
    )
    assert.equal((await browser.visit(wide)).at, 'page')
  },
)
