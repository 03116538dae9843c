import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Private-use schemes are based on a domain name in reverse order: one without a period is rejected',
    source: 'RFC 8252 §8.4',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    assert.equal(await register('myapp:/cb'), false)
  },
)
