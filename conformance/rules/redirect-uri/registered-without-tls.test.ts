import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The redirection endpoint requires TLS: http is for loopback only',
    source: 'RFC 9700 §2.6',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('http://client.example/cb'), false)
    assert.equal(await register('http://127.0.0.1.evil.example/cb'), false)
  },
)
