import assert from 'node:assert/strict'
import { expectError, expectTokens } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The same request with the same Idempotency-Key gets the same successor again; another key is reuse',
    source: 'Mandate §3',
    scenario: 5,
  },
  async (issuer) => {
    offered(issuer.repeatsByKey, 'a repeatable refresh')
    const first = await obtainTokens(issuer)
    const headers = [['Idempotency-Key', '"4a2f-one"']] as const
    const once = tokensOf(await refresh(issuer, first.refreshToken, { headers }))
    const again = tokensOf(await refresh(issuer, first.refreshToken, { headers }))
    assert.equal(again.refreshToken, once.refreshToken)
    expectTokens(await refresh(issuer, once.refreshToken))
    expectError(
      await refresh(issuer, first.refreshToken, { headers }),
      'invalid_grant',
      'the successor was used',
    )
    const other = await obtainTokens(issuer)
    expectTokens(await refresh(issuer, other.refreshToken, { headers: [['Idempotency-Key', 'a']] }))
    const wrong = await refresh(issuer, other.refreshToken, { headers: [['Idempotency-Key', 'b']] })
    expectError(wrong, 'invalid_grant')
  },
)
