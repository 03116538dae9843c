import { expectError, expectTokens } from '../../expect.ts'
import { obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: "The refresh token is bound to the client it was issued to: another client's attempt changes nothing",
    source: 'RFC 6749 §6, §10.4',
    scenario: 18,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    expectError(await refresh(issuer, refreshToken, { as: 'other' }), 'invalid_grant')
    expectTokens(await refresh(issuer, refreshToken))
  },
)
