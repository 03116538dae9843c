import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A confidential client need not use PKCE',
    source: 'RFC 9700 §2.1.1',
  },
  async (issuer) => {
    expectTokens(await exchange(issuer, await obtainCode(issuer)))
  },
)
