import { expectError } from '../../expect.ts'
import { ACCESS_TOKEN, askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A subject token that is not valid for any reason: invalid_request',
    source: 'RFC 8693 §2.2.2',
  },
  async (issuer) => {
    const form = { subject_token: 'unknown', subject_token_type: ACCESS_TOKEN }
    expectError(await askToExchange(issuer, form), 'invalid_request')
  },
)
