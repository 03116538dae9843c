import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'javascript:, data: and file: are no redirect URIs, in upper or lower case and after white space',
    source: 'Mandate §1',
    scenario: 24,
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    for (const uri of [
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'file:///x',
    ]) {
      assert.equal(await register(uri), false, JSON.stringify(uri))
    }
  },
)
