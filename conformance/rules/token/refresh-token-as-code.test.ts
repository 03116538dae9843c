import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode, obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A token of another kind is refused: a refresh token as code, an access token as refresh token',
    source: 'RFC 6749 §5.2',
    scenario: 35,
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    expectError(await exchange(issuer, refreshToken), 'invalid_grant')
    expectError(await refresh(issuer, accessToken), 'invalid_grant')
    const code = await obtainCode(issuer)
    expectError(await refresh(issuer, code), 'invalid_grant')
    expectTokens(await refresh(issuer, refreshToken), 'none of this used it up')
  },
)
