import assert from 'node:assert/strict'
import { needsScopes } from '../../issuer.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the value contains multiple space-delimited strings, their order does not matter',
    source: 'RFC 6749 §3.3',
  },
  async (issuer) => {
    needsScopes(issuer)
    for (const scope of ['notes:read notes:write', 'notes:write notes:read']) {
      const code = await obtainCode(issuer, { scope })
      const answer = await exchange(issuer, code)
      const granted = String(answer.json['scope']).split(' ').sort()
      assert.deepEqual(granted, ['notes:read', 'notes:write'])
    }
  },
)
