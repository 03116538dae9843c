import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The redirection endpoint URI MUST NOT include a fragment component',
    source: 'RFC 6749 §3.1.2',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('https://client.example/cb#part'), false)
    assert.equal(await register('https://client.example/cb#'), false)
    assert.equal(await register('https://client.example/cb'), true, 'without it is fine')
  },
)
