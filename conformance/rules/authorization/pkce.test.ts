import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode, PKCE, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The verifier of the S256 challenge exchanges the code',
    source: 'RFC 7636 §4.6',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, PKCE)
    expectTokens(await exchange(issuer, code, { form: { code_verifier: VERIFIER } }))
  },
)
