import { expectError, expectTokens } from '../../expect.ts'
import { credentialsOf, obtainTokens, postToken, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Confidential clients MUST authenticate when making requests to the token endpoint: 401',
    source: 'RFC 6749 §3.2.1, §6',
    scenario: 28,
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const { refreshToken } = await obtainTokens(issuer)
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
    expectError(await postToken(issuer, { ...form, client_id: id }), 'invalid_client')
    expectTokens(await refresh(issuer, refreshToken), 'the token was not used up')
  },
)
