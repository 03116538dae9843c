import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A registered query may not contain parameters that the answer adds: code, state, iss, error, response',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const register = offered(issuer.register, 'registration')
    for (const name of ['code', 'state', 'error_description', '%63ode']) {
      assert.equal(await register(`https://client.example/cb?${name}=1`), false, name)
    }
    assert.equal(await register('https://client.example/cb?tenant=1'), true, 'another name is fine')
  },
)
