import assert from 'node:assert/strict'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The issuer is an https URL without query and fragment; http is for loopback only',
    source: 'RFC 8414 §2',
  },
  async (issuer) => {
    const { protocol, hostname, search, hash } = new URL(issuer.issuer)
    const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
    assert.ok(protocol === 'https:' || (protocol === 'http:' && isLoopback), protocol)
    assert.deepEqual([search, hash], ['', ''])
  },
)
