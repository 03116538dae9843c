import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the authorization request had no redirect_uri, the token request needs none',
    source: 'RFC 6749 §4.1.3',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, { redirect_uri: undefined })
    expectTokens(await exchange(issuer, code, { form: { redirect_uri: undefined } }))
  },
)
