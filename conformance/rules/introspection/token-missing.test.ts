import { expectError } from '../../expect.ts'
import { introspect } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request without a token: invalid_request',
    source: 'RFC 7662 §2.1',
  },
  async (issuer) => {
    expectError(await introspect(issuer, ''), 'invalid_request')
  },
)
