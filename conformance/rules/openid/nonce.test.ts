import assert from 'node:assert/strict'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The nonce of the request is in the ID token unmodified, and there is none without one',
    source: 'OpenID Connect Core §2, §3.1.2.1',
  },
  async (issuer) => {
    for (const nonce of ['n-0S6_WzA2Mj', ' "quoted" \\ & é %41+', 'x'.repeat(400)]) {
      const { claims } = await readIdToken(issuer, await signInFor(issuer, { nonce }))
      assert.equal(claims['nonce'], nonce)
    }
    const { claims } = await readIdToken(issuer, await signInFor(issuer))
    assert.equal(claims['nonce'], undefined)
  },
)
