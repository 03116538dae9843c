import assert from 'node:assert/strict'
import { withStream } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A receiver makes a stream (201), reads it by its id, gets 409 for a second one, and deletes it (204); then it is 404',
    source: 'Shared Signals 1.0 §8.1.1',
  },
  (issuer) =>
    withStream(issuer, async ({ id, transmitter, made, ask }) => {
      const address = `${transmitter.configuration}?stream_id=${id}`
      assert.equal(made.json['iss'], issuer.issuer)
      assert.deepEqual((await ask('GET', address)).json, made.json)
      assert.equal((await ask('POST', transmitter.configuration, {})).status, 409)
      assert.equal((await ask('DELETE', address)).status, 204)
      assert.equal((await ask('GET', address)).status, 404)
    }),
)
