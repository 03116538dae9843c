import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, isActive, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A replayed code ends what was issued from it, however often it was refreshed since',
    source: 'RFC 6749 §4.1.2',
    scenario: 3,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const first = tokensOf(await exchange(issuer, code))
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    expectError(await exchange(issuer, code), 'invalid_grant')
    assert.equal(await isActive(issuer, second.accessToken), false)
    expectError(await refresh(issuer, second.refreshToken), 'invalid_grant')
  },
)
