import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A user has the same sub in each login at a client, and another user another one',
    source: 'OpenID Connect Core §2, §5.7',
  },
  async (issuer) => {
    const first = await readIdToken(issuer, await signInFor(issuer))
    const second = await readIdToken(issuer, await signInFor(issuer, {}, issuer.newBrowser()))
    assert.equal(second.claims.sub, first.claims.sub)
    const browser = issuer.newBrowser()
    const address = authorizationAddress(issuer, { scope: 'openid' }, { as: 'openid' })
    await browser.goThrough(address, { user: issuer.otherUser })
    const other = await readIdToken(issuer, await signInFor(issuer, {}, browser))
    assert.notEqual(other.claims.sub, first.claims.sub)
  },
)
