import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The resource owner denied the request: access_denied',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const address = authorizationAddress(issuer, { state: 's' }, { as: 'withHostileName' })
    const arrival = await issuer.signedIn().goThrough(address, { decision: 'deny' })
    const answered = expectErrorAtClient(arrival, 'access_denied')
    assert.equal(answered.get('state'), 's')
    assert.equal(answered.get('iss'), issuer.issuer)
  },
)
