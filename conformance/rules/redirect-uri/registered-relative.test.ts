import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The redirection endpoint URI MUST be an absolute URI',
    source: 'RFC 6749 §3.1.2',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    for (const uri of ['/cb', '//client.example/cb']) assert.equal(await register(uri), false, uri)
  },
)
