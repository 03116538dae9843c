import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'javascript:, data: and file: are no redirect URIs, in any case and behind white space',
    source: 'PROTOCOL (ours)',
    scenario: 24,
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    for (const uri of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\tscript:alert(1)',
      'data:text/html,x',
      'DATA:text/html,x',
      'file:///etc/passwd',
    ]) {
      assert.equal(await register(uri), false, JSON.stringify(uri))
    }
  },
)
