import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Of 50 concurrent refreshes with one token at most one yields tokens, and the rest is reuse',
    source: 'RFC 9700 §4.14.2',
    scenario: 1,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => refresh(issuer, refreshToken)),
    )
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectError(answer, 'invalid_grant')
    for (const answer of won) {
      expectError(
        await refresh(issuer, tokensOf(answer).refreshToken),
        'invalid_grant',
        'reuse ended it',
      )
    }
  },
)
