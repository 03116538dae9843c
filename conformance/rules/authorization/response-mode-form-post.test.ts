import assert from 'node:assert/strict'
import { expectCode, expectTokens } from '../../expect.ts'
import { authorizationAddress, exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'In form_post mode the answer is sent as an HTML form to the redirect URI: code, state and iss',
    source: 'OAuth 2.0 Form Post Response Mode §2',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { response_mode: 'form_post', state: '"><b>&' })
    const arrival = await issuer.signedIn().goThrough(address)
    const answered = expectCode(arrival)
    assert.equal(arrival.answer.status, 200)
    assert.equal(answered.get('state'), '"><b>&')
    assert.equal(answered.get('iss'), issuer.issuer)
    expectTokens(await exchange(issuer, answered.get('code') ?? ''))
  },
)
