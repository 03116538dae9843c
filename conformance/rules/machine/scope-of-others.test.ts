import { expectError } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { askForOwnToken } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client in its own name may not ask for a scope that it is not registered for: invalid_scope',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    needsScopes(issuer)
    expectError(await askForOwnToken(issuer, { scope: 'notes:write' }), 'invalid_scope')
  },
)
