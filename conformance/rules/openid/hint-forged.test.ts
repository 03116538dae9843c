import assert from 'node:assert/strict'
import { authorize } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A forged id_token_hint names nobody: with prompt=none there is no positive answer',
    source: 'OpenID Connect Core §3.1.2.2',
  },
  async (issuer) => {
    const { token } = await readIdToken(issuer, await signInFor(issuer))
    const [head, body] = token.split('.')
    for (const id_token_hint of [
      `${head}.${body}.${'A'.repeat(342)}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
      'not a token',
    ]) {
      const parameters = { scope: 'openid', prompt: 'none', id_token_hint }
      const arrival = await authorize(issuer, parameters, { as: 'openid' })
      const code = arrival.at === 'client' ? arrival.parameters.get('code') : null
      assert.equal(code, null, id_token_hint)
    }
  },
)
