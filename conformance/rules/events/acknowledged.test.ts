import assert from 'node:assert/strict'
import { withStream } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A token comes again in every poll until it is acknowledged, and then no more',
    source: 'RFC 8936 §2.4',
  },
  (issuer) =>
    withStream(issuer, async ({ verify, poll }) => {
      await verify('to acknowledge')
      const first = await poll()
      const [jti = ''] = Object.keys(first)
      assert.deepEqual(await poll(), first)
      assert.deepEqual(await poll({ ack: [jti] }), {})
      assert.deepEqual(await poll(), {})
    }),
)
