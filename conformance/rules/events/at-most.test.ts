import assert from 'node:assert/strict'
import { withStream } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A poll returns at most maxEvents tokens; with 0 it only acknowledges',
    source: 'RFC 8936 §2.2',
  },
  (issuer) =>
    withStream(issuer, async ({ verify, poll }) => {
      await verify('one')
      await verify('two')
      assert.equal(Object.keys(await poll({ maxEvents: 1 })).length, 1)
      const [jti = ''] = Object.keys(await poll({ maxEvents: 1 }))
      assert.deepEqual(await poll({ maxEvents: 0, ack: [jti] }), {})
      const left = await poll()
      assert.equal(Object.keys(left).length, 1)
      assert.ok(!Object.hasOwn(left, jti))
    }),
)
