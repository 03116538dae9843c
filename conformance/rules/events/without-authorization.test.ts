import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { transmitterOf } from '../../parties/receiver.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If authorization failed or is missing, no stream is made or read: 401',
    source: 'Shared Signals 1.0 §8.1.1',
  },
  async (issuer) => {
    const { configuration } = await transmitterOf(issuer)
    const type = ['Content-Type', 'application/json'] as const
    for (const headers of [[type], [type, ['Authorization', 'Bearer wrong'] as const]]) {
      assert.equal((await send(configuration, { method: 'GET', headers })).status, 401)
      assert.equal((await send(configuration, { headers, body: '{}' })).status, 401)
    }
  },
)
