import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A confidential client may do without PKCE',
    source: 'RFC 9700 §2.1.1',
  },
  async (issuer) => {
    expectTokens(await exchange(issuer, await obtainCode(issuer)))
  },
)
