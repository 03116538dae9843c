import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { describe } from '../../parties/browser.ts'
import { authorizationAddress, exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An altered consent form agrees to the original request, or to nothing',
    source: 'RFC 6749 §10.12',
    scenario: 21,
  },
  async (issuer) => {
    needsScopes(issuer)
    const browser = issuer.signedIn()
    const original = { scope: 'notes:read', state: 'original' }
    const page = await browser.visit(
      authorizationAddress(issuer, original, { as: 'askingConsent' }),
    )
    assert.equal(page.at, 'page', describe(page))
    const arrival = await browser.submit(page, {
      fields: {
        redirect_uri: 'https://evil.example/cb',
        client_id: issuer.clients.plain.id,
        scope: 'all',
        state: 'altered',
        response_mode: 'fragment',
      },
    })
    if (arrival.at === 'client') {
      assert.ok(arrival.address.startsWith('https://stranger.example/cb?'), describe(arrival))
      const answered = expectCode(arrival)
      assert.equal(answered.get('state'), 'original')
      const code = answered.get('code') ?? ''
      const answer = await exchange(issuer, code, { as: 'askingConsent' })
      assert.equal(answer.json['scope'], 'notes:read')
    }
  },
)
