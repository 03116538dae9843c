import { expectError } from '../../expect.ts'
import { exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unknown code: invalid_grant',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    for (const code of ['x', '../../etc/passwd', "' OR 1=1 --", '\u{1f4a9}', 'x'.repeat(5000)]) {
      expectError(await exchange(issuer, code), 'invalid_grant', code.slice(0, 16))
    }
  },
)
