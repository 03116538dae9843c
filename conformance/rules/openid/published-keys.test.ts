import assert from 'node:assert/strict'
import { publishedKeys } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Published keys are public, have different ids, and are at least as long as their algorithm needs',
    source: 'RFC 7517 §4.5, §5, RFC 7518 §3.3',
  },
  async (issuer) => {
    const { keys } = await publishedKeys(issuer)
    assert.ok(keys.length > 0)
    for (const key of keys) {
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
        assert.ok(!Object.hasOwn(key, member), `${key.kid} has ${member}`)
      }
      if (key.kty === 'RSA') {
        assert.ok(Buffer.from(String(key['n']), 'base64url').length >= 256, '2048 bits or more')
      }
    }
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
  },
)
