import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh token is not for APIs: an API that asks is told that it is not active',
    source: 'Mandate §5',
    scenario: 35,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    assert.deepEqual((await introspect(issuer, refreshToken)).json, { active: false })
  },
)
