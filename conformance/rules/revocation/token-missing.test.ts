import { expectError } from '../../expect.ts'
import { revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request without a token: invalid_request',
    source: 'RFC 7009 §2.1',
  },
  async (issuer) => {
    expectError(await revoke(issuer, ''), 'invalid_request')
  },
)
