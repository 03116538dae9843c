import { expectError } from '../../expect.ts'
import { exchange, obtainCode, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A verifier without a challenge is the sign of a downgrade: the token request MUST be refused',
    source: 'RFC 9700 §4.8.2',
    scenario: 26,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    expectError(
      await exchange(issuer, code, { form: { code_verifier: VERIFIER } }),
      'invalid_grant',
    )
  },
)
