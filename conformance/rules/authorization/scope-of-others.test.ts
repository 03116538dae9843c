import { expectErrorAtClient } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A scope that this client may not ask for: invalid_scope',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    needsScopes(issuer)
    const address = authorizationAddress(issuer, { scope: 'notes:write' }, { as: 'reading' })
    expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_scope')
  },
)
