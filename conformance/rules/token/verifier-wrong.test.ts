import { expectError, expectTokens } from '../../expect.ts'
import { CHALLENGE, exchange, obtainCode, PKCE, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the values are not equal an invalid_grant error MUST be returned',
    source: 'RFC 7636 §4.6',
    scenario: 26,
  },
  async (issuer) => {
    const code = await obtainCode(issuer, PKCE)
    for (const code_verifier of [VERIFIER.replace('d', 'e'), CHALLENGE, VERIFIER.toUpperCase()]) {
      expectError(await exchange(issuer, code, { form: { code_verifier } }), 'invalid_grant')
    }
    expectTokens(
      await exchange(issuer, code, { form: { code_verifier: VERIFIER } }),
      'the code survives',
    )
  },
)
