import { expectError } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'redirect_uri was in the authorization request and is missing in the token request: refused',
    source: 'RFC 6749 §4.1.3',
    scenario: 19,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const answer = await exchange(issuer, code, { form: { redirect_uri: undefined } })
    expectError(answer, 'invalid_grant')
  },
)
