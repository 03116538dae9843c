import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'prompt=none with the ID token of the signed-in user as id_token_hint succeeds',
    source: 'OpenID Connect Core §3.1.2.1',
  },
  async (issuer) => {
    const { token } = await readIdToken(issuer, await signInFor(issuer))
    const parameters = { scope: 'openid', prompt: 'none', id_token_hint: token }
    expectCode(await authorize(issuer, parameters, { as: 'openid' }))
  },
)
