import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { authorizationAddress } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A sign-in that is older than max_age does not count: the user is asked again, and auth_time is later',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    const browser = issuer.newBrowser()
    const before = await readIdToken(issuer, await signInFor(issuer, { max_age: '600' }, browser))
    await setTimeout(2_100)
    const parameters = { scope: 'openid', max_age: '1' }
    const page = await browser.visit(authorizationAddress(issuer, parameters, { as: 'openid' }))
    assert.equal(page.at, 'page', 'the user is asked')
    const after = await readIdToken(issuer, await signInFor(issuer, { max_age: '1' }, browser))
    assert.ok(Number(after.claims['auth_time']) > Number(before.claims['auth_time']))
  },
)
