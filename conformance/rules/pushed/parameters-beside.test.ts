import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { pushedAddress } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Only the parameters that were pushed are used',
    source: 'RFC 9101 §6.3',
  },
  async (issuer) => {
    const pushed = { state: 'pushed' }
    const address = await pushedAddress(issuer, { pushed, beside: { state: 'beside' } })
    const answered = expectCode(await issuer.signedIn().goThrough(address))
    assert.equal(answered.get('state'), 'pushed')
  },
)
