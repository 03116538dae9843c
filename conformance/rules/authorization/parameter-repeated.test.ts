import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, CHALLENGE, withQuery } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Request parameters MUST NOT be included more than once: invalid_request',
    source: 'RFC 6749 §3.1, §4.1.2.1',
  },
  async (issuer) => {
    for (const twice of [
      'response_type=code',
      'scope=all&scope=all',
      'prompt=login&prompt=login',
      `code_challenge_method=S256&code_challenge=${CHALLENGE}&code_challenge=${CHALLENGE}`,
    ]) {
      const arrival = await issuer.signedIn().visit(withQuery(authorizationAddress(issuer), twice))
      expectErrorAtClient(arrival, 'invalid_request', twice)
    }
  },
)
