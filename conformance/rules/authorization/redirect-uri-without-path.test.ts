import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An empty path becomes /: https://urltoclient:4443 is called back as https://urltoclient:4443/?code=…',
    source: 'RFC 3986 §6.2.3',
  },
  async (issuer) => {
    const arrival = await authorize(issuer)
    expectCode(arrival)
    assert.ok(arrival.address.startsWith('https://urltoclient:4443/?'), describe(arrival))
  },
)
