import { expectError, expectTokens } from '../../expect.ts'
import { basic, credentialsOf, obtainTokens, postToken, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Request and response parameters MUST NOT be included more than once',
    source: 'RFC 6749 §3.2',
    scenario: 33,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const token = encodeURIComponent(refreshToken)
    for (const form of [
      `grant_type=refresh_token&grant_type=refresh_token&refresh_token=${token}`,
      `grant_type=refresh_token&refresh_token=${token}&refresh_token=${token}`,
      `grant_type=refresh_token&refresh_token=${token}&scope=all&scope=all`,
    ]) {
      expectError(
        await postToken(issuer, form, headers),
        'invalid_request',
        form.replaceAll(token, '…'),
      )
    }
    expectTokens(
      await refresh(issuer, refreshToken),
      'the token was not used up by the bad requests',
    )
  },
)
