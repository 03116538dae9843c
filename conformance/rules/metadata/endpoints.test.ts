import assert from 'node:assert/strict'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Each endpoint is an absolute address at the issuer, without a fragment',
    source: 'RFC 8414 §2, RFC 6749 §3.1',
  },
  async (issuer) => {
    const entries = Object.entries(issuer.metadata).filter(([name]) => name.endsWith('_endpoint'))
    assert.ok(entries.length >= 4)
    for (const [name, address] of entries) {
      assert.equal(new URL(String(address)).origin, new URL(issuer.issuer).origin, name)
      assert.equal(String(address).includes('#'), false, name)
    }
  },
)
