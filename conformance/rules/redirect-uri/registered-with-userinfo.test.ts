import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A redirect URI with user information is not registered',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('https://client.example@evil.example/cb'), false)
  },
)
