import { expectError } from '../../expect.ts'
import { exchange, obtainCode, PKCE, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'code_verifier = 43*128unreserved: another form is refused as invalid_grant',
    source: 'RFC 7636 §4.1, §4.6',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, PKCE)
    for (const code_verifier of ['short', 'x'.repeat(129), `${VERIFIER}!`, `${VERIFIER} `]) {
      const answer = await exchange(issuer, code, { form: { code_verifier } })
      expectError(answer, 'invalid_grant', code_verifier.slice(-8))
    }
  },
)
