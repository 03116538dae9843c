import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server requires the complete redirection URI at registration: a wildcard is refused',
    source: 'RFC 9700 §4.1.3',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('https://*.client.example/cb'), false)
    assert.equal(await register('https://client.example/*'), false)
  },
)
