import { expectError } from '../../expect.ts'
import { basicOf, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Client id and client secret are form-encoded, each by itself, before they are joined with a colon',
    source: 'RFC 6749 §2.3.1',
    scenario: 30,
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    const everyCharacter = (text: string) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    const value = basicOf(`${everyCharacter(id)}:${everyCharacter(secret)}`)
    const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', [
      ['Authorization', value],
    ])
    expectError(answer, 'invalid_grant', 'the client was authenticated')
  },
)
