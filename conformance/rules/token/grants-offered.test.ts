import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Code exchange and refresh are offered, and any other grant type offered is never answered with unsupported_grant_type',
    source: 'RFC 8414 §2',
  },
  async (issuer) => {
    const types = listed(issuer, 'grant_types_supported')
    assert.ok(types.includes('authorization_code'))
    assert.ok(types.includes('refresh_token'))
    for (const grant_type of types.filter((type) => type !== 'implicit')) {
      const answer = await refresh(issuer, 'x', { form: { grant_type } })
      assert.notEqual(answer.json['error'], 'unsupported_grant_type', grant_type)
    }
  },
)
