import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { describe } from '../../parties/browser.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The registered string is extended, not rebuilt: a default port stays',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const redirect_uri = issuer.clients.withSeveralUris.redirectUris[2] ?? ''
    assert.match(redirect_uri, /:443\//)
    const arrival = await authorize(issuer, { redirect_uri }, { as: 'withSeveralUris' })
    expectCode(arrival)
    assert.ok(arrival.address.startsWith(`${redirect_uri}?`), describe(arrival))
  },
)
