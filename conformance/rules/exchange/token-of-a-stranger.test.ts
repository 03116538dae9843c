import { expectError } from '../../expect.ts'
import { obtainTokens } from '../../parties/client.ts'
import { ACCESS_TOKEN, askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that the policy of the server names nowhere gets nothing for the token of another client',
    source: 'RFC 8693 §2.2.2',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const form = { subject_token: accessToken, subject_token_type: ACCESS_TOKEN }
    const named = { ...form, resource: issuer.api.uri }
    expectError(await askToExchange(issuer, named), 'invalid_request')
  },
)
