import assert from 'node:assert/strict'
import { needsScopes } from '../../issuer.ts'
import { exchange, introspect, obtainCode, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The answer always says which scope was granted',
    source: 'RFC 6749 §5.1',
  },
  async (issuer) => {
    needsScopes(issuer)
    const answer = await exchange(issuer, await obtainCode(issuer, { scope: 'notes:read' }))
    assert.equal(answer.json['scope'], 'notes:read')
    const { accessToken } = tokensOf(answer)
    assert.equal((await introspect(issuer, accessToken)).json['scope'], 'notes:read')
  },
)
