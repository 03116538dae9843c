import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The query component of the registered URI MUST be retained when adding additional query parameters',
    source: 'RFC 6749 §3.1.2',
  },
  async (issuer) => {
    const arrival = await authorize(issuer, {}, { as: 'withOwnQuery' })
    expectCode(arrival)
    const [own] = issuer.clients.withOwnQuery.redirectUris
    assert.ok(arrival.address.startsWith(`${own}&`), describe(arrival))
  },
)
