import { expectError } from '../../expect.ts'
import { basicOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client MAY omit the client_secret if it is an empty string: a public client that sends a blank one is accepted',
    source: 'RFC 6749 §2.3.1',
    scenario: 29,
  },
  async (issuer) => {
    const { id } = issuer.clients.native
    const form = 'grant_type=refresh_token&refresh_token=x'
    // If authentication passes, the error is about the refresh token.
    const blank = [['Authorization', basicOf(`${id}:`)]] as const
    expectError(await postToken(issuer, form, blank), 'invalid_grant')
    expectError(await postToken(issuer, `${form}&client_id=${id}`, blank), 'invalid_grant')
    expectError(await postToken(issuer, `${form}&client_id=${id}&client_secret=`), 'invalid_grant')
  },
)
