import { expectError } from '../../expect.ts'
import { basic, credentialsOf, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Two Authorization headers: 400 invalid_request',
    source: 'Mandate §2',
  },
  async (issuer) => {
    const headers = [['Authorization', basic(credentialsOf(issuer, 'other'))]] as const
    expectError(await refresh(issuer, 'x', { headers }), 'invalid_request')
  },
)
