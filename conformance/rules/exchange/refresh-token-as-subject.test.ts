import { expectError } from '../../expect.ts'
import { obtainTokens } from '../../parties/client.ts'
import { ACCESS_TOKEN, askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh token in place of an access token is no subject token: invalid_request',
    source: 'RFC 8693 §2.2.2',
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const form = { subject_token: refreshToken, subject_token_type: ACCESS_TOKEN }
    expectError(await askToExchange(issuer, form), 'invalid_request')
  },
)
