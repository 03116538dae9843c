import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A code that is truncated, extended or in another case is unknown',
    source: 'RFC 6749 §4.1.3',
    scenario: 34,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    for (const changed of [
      code.slice(0, -1),
      `${code}A`,
      code.toUpperCase(),
      code.toLowerCase(),
      ` ${code}`,
      `${code}\n`,
      `${code}=`,
    ].filter((changed) => changed !== code)) {
      expectError(
        await exchange(issuer, changed),
        'invalid_grant',
        JSON.stringify(changed.slice(-3)),
      )
    }
    expectTokens(await exchange(issuer, code), 'the code itself is still good')
  },
)
