import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A NUL character in a value is invalid_request',
    source: 'Mandate §0',
    scenario: 33,
  },
  async (issuer) => {
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const form = 'grant_type=refresh_token&refresh_token=a%00b'
    expectError(await postToken(issuer, form, headers), 'invalid_request')
  },
)
