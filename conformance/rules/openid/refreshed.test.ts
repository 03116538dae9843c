import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { refresh, tokensOf } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An ID token of a refresh has the same iss, sub, aud and auth_time, a new iat, and no other nonce',
    source: 'OpenID Connect Core §12.2',
  },
  async (issuer) => {
    const parameters = { scope: 'openid offline_access', nonce: 'n1', prompt: 'consent' }
    const first = await signInFor(issuer, parameters)
    const { claims: before } = await readIdToken(issuer, first)
    const { refreshToken } = tokensOf(first)
    const form = { scope: 'openid' }
    const second = await refresh(issuer, refreshToken, { as: 'openid', form })
    expectTokens(second)
    if (second.json['id_token'] === undefined) return
    const { claims: after } = await readIdToken(issuer, second)
    for (const name of ['iss', 'sub', 'aud', 'auth_time', 'azp']) {
      assert.deepEqual(after[name], before[name], name)
    }
    assert.ok(Number(after.iat) >= Number(before.iat))
    assert.ok([undefined, 'n1'].includes(after['nonce'] as string | undefined))
  },
)
