import assert from 'node:assert/strict'
import { withStream } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A token that the receiver reports in setErrs is not sent again',
    source: 'RFC 8936 §2.4',
  },
  (issuer) =>
    withStream(issuer, async ({ verify, poll }) => {
      await verify('to refuse')
      const [jti = ''] = Object.keys(await poll())
      const setErrs = { [jti]: { err: 'invalid_key', description: 'not verified' } }
      assert.deepEqual(await poll({ setErrs }), {})
      assert.deepEqual(await poll(), {})
    }),
)
