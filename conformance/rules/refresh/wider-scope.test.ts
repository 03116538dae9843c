import { expectError, expectTokens } from '../../expect.ts'
import { needsScopes } from '../../issuer.ts'
import { obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The requested scope MUST NOT include any scope not originally granted: invalid_scope',
    source: 'RFC 6749 §6',
  },
  async (issuer) => {
    needsScopes(issuer)
    const { refreshToken } = await obtainTokens(issuer, { scope: 'notes:read' })
    for (const scope of ['notes:read notes:write', 'all', 'unheard-of']) {
      expectError(await refresh(issuer, refreshToken, { form: { scope } }), 'invalid_scope', scope)
    }
    expectTokens(await refresh(issuer, refreshToken), 'the token was not used up')
  },
)
