import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server issues a new refresh token with every access token refresh response',
    source: 'RFC 9700 §4.14.2',
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    const answer = await refresh(issuer, first.refreshToken)
    expectTokens(answer)
    const second = tokensOf(answer)
    assert.notEqual(second.refreshToken, first.refreshToken)
    assert.notEqual(second.accessToken, first.accessToken)
    assert.equal(answer.json['expires_in'], 300)
  },
)
