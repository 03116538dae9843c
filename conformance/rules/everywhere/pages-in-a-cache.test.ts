import assert from 'node:assert/strict'
import { expectNotStored } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Sign-in and consent pages are not stored by caches',
    source: 'Mandate §0',
  },
  async (issuer) => {
    const signIn = await issuer.newBrowser().visit(authorizationAddress(issuer))
    assert.equal(signIn.at, 'page')
    expectNotStored(signIn.answer, 'sign-in')
    const consent = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    assert.equal(consent.at, 'page')
    expectNotStored(consent.answer, 'consent')
  },
)
