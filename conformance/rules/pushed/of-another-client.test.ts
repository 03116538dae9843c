import assert from 'node:assert/strict'
import { pushedAddress } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request_uri is bound to the client that pushed the request',
    source: 'RFC 9126 §2.2',
  },
  async (issuer) => {
    const address = await pushedAddress(issuer, { as: 'other' })
    const arrival = await issuer.signedIn().visit(address)
    // Neither a page that would go on, nor a code for either of them.
    if (arrival.at === 'page') assert.equal(arrival.answer.status, 400)
    else assert.equal(arrival.parameters.get('code'), null)
  },
)
