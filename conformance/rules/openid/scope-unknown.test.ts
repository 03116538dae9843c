import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Beside openid, a scope that is not understood is ignored',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    await readIdToken(issuer, await signInFor(issuer, { scope: 'openid unheard_of' }))
  },
)
