import { expectError } from '../../expect.ts'
import { postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'No client authentication included: invalid_client',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    expectError(
      await postToken(issuer, 'grant_type=refresh_token&refresh_token=x'),
      'invalid_client',
    )
  },
)
