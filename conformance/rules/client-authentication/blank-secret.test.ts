import { expectError } from '../../expect.ts'
import { basicOf, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A blank secret authenticates nobody: 401',
    source: 'RFC 6749 §2.3.1',
    scenario: 29,
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const form = 'grant_type=refresh_token&refresh_token=x'
    expectError(
      await postToken(issuer, form, [['Authorization', basicOf(`${id}:`)]]),
      'invalid_client',
    )
    expectError(await postToken(issuer, `${form}&client_id=${id}&client_secret=`), 'invalid_client')
    expectError(await postToken(issuer, form, [['Authorization', basicOf(':')]]), 'invalid_client')
  },
)
