import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { type Issuer, type Metadata, offered } from '../../issuer.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The configuration has every member that is required, RS256 among the algorithms, openid among the scopes, and says what claims there are',
    source: 'OpenID Connect Discovery §3',
  },
  async (issuer) => {
    offered(issuer.metadata['jwks_uri'], 'OpenID Connect')
    const { json } = await send(`${issuer.issuer}/.well-known/openid-configuration`)
    const openid: Issuer = { ...issuer, metadata: json as Metadata }
    const list = (name: string) => listed(openid, name)
    assert.ok(list('response_types_supported').includes('code'))
    assert.ok(list('scopes_supported').includes('openid'))
    assert.ok(list('id_token_signing_alg_values_supported').includes('RS256'))
    assert.ok(!list('id_token_signing_alg_values_supported').includes('none'))
    assert.ok(list('subject_types_supported').every((type) => /^(public|pairwise)$/.test(type)))
    assert.ok(list('claims_supported').includes('sub'))
    assert.equal(typeof json['request_uri_parameter_supported'], 'boolean', 'the default is true')
  },
)
