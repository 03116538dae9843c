import { expectError } from '../../expect.ts'
import { refresh, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that is disabled: 401 invalid_client, like an unknown one',
    source: 'Mandate §2',
  },
  async (issuer) => {
    expectError(await refresh(issuer, 'x', { as: 'disabled' }), 'invalid_client')
    expectError(await revoke(issuer, 'x', { as: 'disabled' }), 'invalid_client')
  },
)
