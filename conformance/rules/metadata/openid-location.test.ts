import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'For OpenID Connect the well-known path is appended to the issuer',
    source: 'OpenID Connect Discovery §4',
  },
  async (issuer) => {
    const answer = await send(`${issuer.issuer}/.well-known/openid-configuration`)
    assert.equal(answer.status, 200)
    assert.equal(answer.json['issuer'], issuer.issuer)
    assert.equal(answer.json['token_endpoint'], issuer.metadata.token_endpoint)
  },
)
