import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { pushedAddress } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request_uri leads to one code',
    source: 'RFC 9126 §7.3',
  },
  async (issuer) => {
    const address = await pushedAddress(issuer)
    expectCode(await issuer.signedIn().goThrough(address))
    const again = await issuer.signedIn().goThrough(address)
    assert.ok(again.at !== 'client' || !again.parameters.has('code'))
  },
)
