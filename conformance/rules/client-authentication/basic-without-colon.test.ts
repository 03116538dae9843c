import { expectError } from '../../expect.ts'
import { basicOf, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Basic credentials without a colon, empty or in another scheme: 401 invalid_client',
    source: 'RFC 7617 §2',
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    for (const value of [basicOf(id), 'Basic', 'Basic ', 'Negotiate YWJj']) {
      const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', [
        ['Authorization', value],
      ])
      expectError(answer, 'invalid_client', value.slice(0, 6))
    }
  },
)
