import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The authorization server MUST ignore unrecognized request parameters',
    source: 'RFC 6749 §3.1, §3.2',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, { utm_source: 'mail', __proto__x: '1' })
    expectTokens(await exchange(issuer, code, { form: { utm_source: 'mail', constructor: '1' } }))
  },
)
