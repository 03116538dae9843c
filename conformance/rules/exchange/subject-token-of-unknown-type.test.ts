import { expectError } from '../../expect.ts'
import { askToExchange } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A subject token of a type that the server does not take is unacceptable: invalid_request',
    source: 'RFC 8693 §2.2.2',
  },
  async (issuer) => {
    const subject_token_type = 'urn:example:token-type:unheard-of'
    const form = { subject_token: 'unknown', subject_token_type }
    expectError(await askToExchange(issuer, form), 'invalid_request')
  },
)
