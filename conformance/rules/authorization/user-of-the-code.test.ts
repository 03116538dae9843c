import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import {
  authorizationAddress,
  exchange,
  introspect,
  obtainTokens,
  tokensOf,
} from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The code is bound to the account that signed in',
    source: 'RFC 6749 §1.3.1',
  },
  async (issuer) => {
    const browser = issuer.newBrowser()
    const own = await obtainTokens(issuer)
    const arrival = await browser.goThrough(authorizationAddress(issuer), {
      user: issuer.otherUser,
    })
    const others = tokensOf(await exchange(issuer, expectCode(arrival).get('code') ?? ''))
    const [first, second] = [
      await introspect(issuer, own.accessToken),
      await introspect(issuer, others.accessToken),
    ]
    assert.equal(typeof first.json['sub'], 'string')
    assert.notEqual(first.json['sub'], second.json['sub'])
  },
)
