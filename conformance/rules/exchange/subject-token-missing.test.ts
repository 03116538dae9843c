import { expectError } from '../../expect.ts'
import { ACCESS_TOKEN, askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'subject_token and subject_token_type are REQUIRED: without one of them it is invalid_request',
    source: 'RFC 8693 §2.1',
  },
  async (issuer) => {
    const whole = { subject_token: 'unknown', subject_token_type: ACCESS_TOKEN }
    for (const name of ['subject_token', 'subject_token_type'] as const) {
      const { [name]: _, ...form } = whole
      expectError(await askToExchange(issuer, form), 'invalid_request', name)
    }
  },
)
