import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Everything is stated, since omitted fields have misleading defaults',
    source: 'Mandate §6',
  },
  async (issuer) => {
    for (const name of [
      'response_types_supported',
      'response_modes_supported',
      'grant_types_supported',
      'token_endpoint_auth_methods_supported',
      'revocation_endpoint_auth_methods_supported',
      'introspection_endpoint_auth_methods_supported',
      'code_challenge_methods_supported',
      'scopes_supported',
    ]) {
      assert.ok(listed(issuer, name).length > 0, name)
    }
    assert.equal(issuer.metadata['authorization_response_iss_parameter_supported'], true)
  },
)
