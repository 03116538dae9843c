import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Who the user is by name is told where a scope for it was granted, and not otherwise',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const { json } = await introspect(issuer, accessToken)
    assert.equal(json['active'], true)
    assert.ok(!('username' in json), 'username')
  },
)
