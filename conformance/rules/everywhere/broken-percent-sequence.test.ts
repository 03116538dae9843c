import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A broken percent sequence in a form is invalid_request',
    source: 'Mandate §0',
    scenario: 33,
  },
  async (issuer) => {
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    for (const broken of ['%', '%4', '%zz', 'a%']) {
      const form = `grant_type=refresh_token&refresh_token=${broken}`
      expectError(await postToken(issuer, form, headers), 'invalid_request', broken)
    }
  },
)
