import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The metadata is true: code, S256 and no other method, query and form_post, Basic and post',
    source: 'RFC 8414 §2',
  },
  async (issuer) => {
    assert.ok(listed(issuer, 'response_types_supported').includes('code'))
    assert.deepEqual(listed(issuer, 'code_challenge_methods_supported'), ['S256'])
    for (const mode of ['query', 'form_post']) {
      assert.ok(listed(issuer, 'response_modes_supported').includes(mode), mode)
    }
    const methods = listed(issuer, 'token_endpoint_auth_methods_supported')
    assert.ok(methods.includes('client_secret_basic') && methods.includes('client_secret_post'))
    assert.ok(listed(issuer, 'scopes_supported').includes('all'))
  },
)
