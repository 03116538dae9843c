import assert from 'node:assert/strict'
import { withStream } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'

rule(
  {
    rule: 'On request a verification event comes over the stream, with its state and with the stream as an opaque subject',
    source: 'Shared Signals 1.0 §8.1.4',
  },
  (issuer) =>
    withStream(issuer, async ({ id, verify, poll }) => {
      assert.equal((await verify('my state')).status, 204)
      const [token = ''] = Object.values(await poll())
      const [header = {}, claims = {}] = token.split('.').slice(0, 2).map(jsonOf)
      assert.equal(header['typ'], 'secevent+jwt')
      assert.equal(claims['iss'], issuer.issuer)
      assert.deepEqual(claims['sub_id'], { format: 'opaque', id })
      assert.deepEqual(claims['events'], { [VERIFICATION]: { state: 'my state' } })
    }),
)

function jsonOf(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}
