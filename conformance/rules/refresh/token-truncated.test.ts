import { expectError, expectTokens } from '../../expect.ts'
import { obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh token that is truncated, extended or in another case is unknown',
    source: 'RFC 6749 §5.2',
    scenario: 34,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    for (const changed of [
      refreshToken.slice(0, -1),
      `${refreshToken}A`,
      refreshToken.toUpperCase(),
      refreshToken.toLowerCase(),
      `${refreshToken}%00`,
    ]) {
      expectError(
        await refresh(issuer, changed),
        'invalid_grant',
        JSON.stringify(changed.slice(-3)),
      )
    }
    expectTokens(await refresh(issuer, refreshToken))
  },
)
