import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { isActive, obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: "A used refresh token in another client's hands changes nothing",
    source: 'Mandate §3',
    scenario: 18,
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    expectError(await refresh(issuer, first.refreshToken, { as: 'other' }), 'invalid_grant')
    assert.equal(await isActive(issuer, second.accessToken), true)
  },
)
