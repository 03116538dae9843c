import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, authorize, exchange } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'With an id_token_hint of another user there is no positive answer: login_required with prompt=none',
    source: 'OpenID Connect Core §3.1.2.2',
  },
  async (issuer) => {
    const { token, claims } = await readIdToken(issuer, await signInFor(issuer))
    const browser = issuer.newBrowser()
    const address = authorizationAddress(issuer, { scope: 'openid' }, { as: 'openid' })
    await browser.goThrough(address, { user: issuer.otherUser })
    const parameters = { scope: 'openid', id_token_hint: token }
    const silent = { ...parameters, prompt: 'none' }
    expectErrorAtClient(
      await authorize(issuer, silent, { as: 'openid', browser }),
      'login_required',
    )
    // The other user insists.
    const asked = authorizationAddress(issuer, parameters, { as: 'openid' })
    const arrival = await browser.goThrough(asked, { user: issuer.otherUser })
    const code = arrival.at === 'client' ? arrival.parameters.get('code') : null
    if (code === null) return
    const after = await readIdToken(issuer, await exchange(issuer, code, { as: 'openid' }))
    assert.equal(after.claims.sub, claims.sub, 'the user of the code')
  },
)
