import assert from 'node:assert/strict'
import { introspect, obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the token is not active the response contains active set to false and nothing more',
    source: 'RFC 7662 §2.2',
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    await revoke(issuer, refreshToken)
    for (const token of ['unknown', accessToken, accessToken.slice(0, -1), '\u{1f4a9}']) {
      const answer = await introspect(issuer, token)
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json, { active: false })
    }
  },
)
