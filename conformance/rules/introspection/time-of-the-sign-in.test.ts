import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Introspection says when the user signed in',
    source: 'RFC 9470 §6.2',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const { json } = await introspect(issuer, accessToken)
    const { auth_time: signedInAt, iat } = json
    assert.ok(typeof signedInAt === 'number' && typeof iat === 'number')
    assert.ok(Number.isInteger(signedInAt) && signedInAt <= iat, String(signedInAt))
  },
)
