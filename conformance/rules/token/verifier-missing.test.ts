import { expectError } from '../../expect.ts'
import { exchange, obtainCode, PKCE } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A challenge was sent with the authorization request: without the verifier the code is refused',
    source: 'RFC 7636 §4.6',
    scenario: 26,
  },
  async (issuer) => {
    const code = await obtainCode(issuer, PKCE)
    expectError(await exchange(issuer, code), 'invalid_grant')
  },
)
