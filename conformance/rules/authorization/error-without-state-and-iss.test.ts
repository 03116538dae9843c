import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An error is added to the redirect URI with the exact state received and with iss',
    source: 'RFC 6749 §4.1.2.1, RFC 9207 §2',
  },
  async (issuer) => {
    const state = 'x y+z%20&=?#/é'.replace('é', '~')
    const address = authorizationAddress(issuer, { state, response_type: 'magic' })
    const answered = expectErrorAtClient(
      await issuer.signedIn().visit(address),
      'unsupported_response_type',
    )
    assert.equal(answered.get('state'), state)
    assert.equal(answered.get('iss'), issuer.issuer)
  },
)
