import { expectError } from '../../expect.ts'
import { credentialsOf, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Basic for one client with the client_id of another: 401 invalid_client',
    source: 'Mandate §2',
    scenario: 31,
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'other')
    expectError(await refresh(issuer, 'x', { form: { client_id: id } }), 'invalid_client')
  },
)
