import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'redirect_uri is optional if exactly one is registered, which is then used',
    source: 'RFC 6749 §3.1.2.3, §4.1.1',
  },
  async (issuer) => {
    const arrival = await authorize(issuer, { redirect_uri: undefined })
    expectCode(arrival)
    assert.ok(arrival.address.startsWith('https://urltoclient:4443/?'), describe(arrival))
  },
)
