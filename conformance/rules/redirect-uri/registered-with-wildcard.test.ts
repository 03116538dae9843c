import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A wildcard is refused at registration, since somebody may expect it to work',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('https://*.client.example/cb'), false)
    assert.equal(await register('https://client.example/*'), false)
  },
)
