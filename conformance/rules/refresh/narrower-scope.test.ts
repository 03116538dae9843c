import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { introspect, obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A narrower scope narrows the access token only: the new refresh token has the scope of the old one',
    source: 'RFC 6749 §6',
  },
  async (issuer) => {
    needsScopes(issuer)
    const { refreshToken } = await obtainTokens(issuer, { scope: 'notes:read notes:write' })
    const answer = await refresh(issuer, refreshToken, { form: { scope: 'notes:read' } })
    expectTokens(answer)
    assert.equal(answer.json['scope'], 'notes:read')
    const narrowed = tokensOf(answer)
    assert.equal((await introspect(issuer, narrowed.accessToken)).json['scope'], 'notes:read')
    const next = await refresh(issuer, narrowed.refreshToken)
    assert.deepEqual(String(next.json['scope']).split(' ').sort(), ['notes:read', 'notes:write'])
  },
)
