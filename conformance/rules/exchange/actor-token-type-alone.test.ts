import { expectError } from '../../expect.ts'
import { obtainTokens } from '../../parties/client.ts'
import { ACCESS_TOKEN, askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'actor_token_type MUST NOT be included if there is no actor_token',
    source: 'RFC 8693 §2.1',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const subject = { subject_token: accessToken, subject_token_type: ACCESS_TOKEN }
    const form = { ...subject, actor_token_type: ACCESS_TOKEN }
    expectError(await askToExchange(issuer, form), 'invalid_request')
  },
)
