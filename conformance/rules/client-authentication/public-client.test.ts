import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A public client uses client_id to identify itself when sending requests to the token endpoint',
    source: 'RFC 6749 §3.2.1',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, {}, { as: 'native' })
    expectTokens(await exchange(issuer, code, { as: 'native' }))
  },
)
