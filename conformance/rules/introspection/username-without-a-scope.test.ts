import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The username is included only if a scope for it was granted',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const { json } = await introspect(issuer, accessToken)
    assert.equal(json['active'], true)
    assert.ok(!('username' in json), 'username')
  },
)
