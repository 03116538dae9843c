import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The well-known path of OpenID Connect, appended to the issuer, has a configuration with jwks_uri or none at all',
    source: 'OpenID Connect Discovery §3, §4',
  },
  async (issuer) => {
    const answer = await send(`${issuer.issuer}/.well-known/openid-configuration`)
    if (issuer.metadata['jwks_uri'] === undefined) {
      assert.equal(answer.status, 404)
      return
    }
    assert.equal(answer.status, 200)
    assert.equal(answer.json['issuer'], issuer.issuer)
    assert.equal(answer.json['token_endpoint'], issuer.metadata.token_endpoint)
    assert.equal(answer.json['jwks_uri'], issuer.metadata['jwks_uri'])
  },
)
