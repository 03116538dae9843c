import { expectError } from '../../expect.ts'
import { basicOf, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Credentials whose halves cannot be form-decoded: 401 invalid_client',
    source: 'RFC 6749 §2.3.1',
    scenario: 30,
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    for (const text of [`${id}:%`, `${id}:%zz`, `%C0%80:${id}`, `${id}:\u00a3`, `${id}:%00`]) {
      const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', [
        ['Authorization', basicOf(text)],
      ])
      expectError(answer, 'invalid_client', JSON.stringify(text.slice(-3)))
    }
  },
)
