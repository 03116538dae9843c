import { expectError } from '../../expect.ts'
import { obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'However long ago a refresh token was used, its reuse is detected',
    source: 'RFC 9700 §4.14.2',
    scenario: 6,
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    let last = first
    for (let i = 0; i < 4; i++) last = tokensOf(await refresh(issuer, last.refreshToken))
    expectError(await refresh(issuer, first.refreshToken), 'invalid_grant')
    expectError(await refresh(issuer, last.refreshToken), 'invalid_grant')
  },
)
