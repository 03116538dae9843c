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
    const redirect_uri = issuer.clients.withSeveralUris.redirectUris[1] ?? ''
    const arrival = await authorize(issuer, { redirect_uri }, { as: 'withSeveralUris' })
    const answered = expectCode(arrival)
    assert.equal(answered.get('tenant'), 'a/b c')
    assert.equal(answered.get('empty'), '')
  },
)

rule(
  {
    rule: 'The registered string is extended, not rebuilt: its own query stays byte for byte',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const redirect_uri = issuer.clients.withSeveralUris.redirectUris[1] ?? ''
    const arrival = await authorize(issuer, { redirect_uri }, { as: 'withSeveralUris' })
    assert.match(redirect_uri, /\?tenant=/)
    assert.ok(arrival.address.startsWith(`${redirect_uri}&`), describe(arrival))
  },
)
