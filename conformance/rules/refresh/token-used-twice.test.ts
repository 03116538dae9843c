import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { isActive, obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If a refresh token that was already used is presented, the server revokes the active refresh token and the access authorization grant',
    source: 'RFC 9700 §4.14.2',
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    expectError(await refresh(issuer, first.refreshToken), 'invalid_grant')
    expectError(await refresh(issuer, second.refreshToken), 'invalid_grant', 'the live one is dead')
    assert.equal(await isActive(issuer, second.accessToken), false)
  },
)
