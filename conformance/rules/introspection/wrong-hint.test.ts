import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the server is unable to locate the token using the given hint it MUST extend its search',
    source: 'RFC 7662 §2.1',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    for (const token_type_hint of ['refresh_token', 'pac_token']) {
      const answer = await introspect(issuer, accessToken, { form: { token_type_hint } })
      assert.equal(answer.json['active'], true, token_type_hint)
    }
  },
)
