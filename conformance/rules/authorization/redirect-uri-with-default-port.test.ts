import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The registered string is extended, not rebuilt: a default port stays',
    source: 'PROTOCOL (ours)',
  },
  async (issuer) => {
    const arrival = await authorize(issuer, {}, { as: 'withDefaultPort' })
    expectCode(arrival)
    assert.ok(arrival.address.startsWith('https://client.example:443/cb?'), describe(arrival))
  },
)
