import assert from 'node:assert/strict'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Claims with zero elements MUST be omitted from the response',
    source: 'RFC 8414 §3.2',
  },
  async (issuer) => {
    for (const [name, value] of Object.entries(issuer.metadata)) {
      assert.notEqual(Array.isArray(value) ? value.length : 1, 0, name)
      assert.notEqual(value, null, name)
    }
  },
)
