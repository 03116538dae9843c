import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request that is too long is refused, never a 5xx',
    source: 'Mandate §1',
    scenario: 33,
  },
  async (issuer) => {
    for (const [length, statuses] of [
      [8_500, [303, 302, 400, 413, 414, 431]],
      [1_000_000, [400, 413, 414, 431]],
    ] as const) {
      const address = authorizationAddress(issuer, { state: 'x'.repeat(length) })
      const { status } = await send(address)
      assert.ok((statuses as readonly number[]).includes(status), `${length}: ${status}`)
    }
  },
)
