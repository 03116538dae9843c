import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Active: scope, client_id, token_type, exp, iat, sub, iss and jti',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const answer = await introspect(issuer, accessToken)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
    const { json } = answer
    assert.equal(json['active'], true)
    assert.equal(json['client_id'], issuer.clients.plain.id)
    assert.match(String(json['token_type']), /^bearer$/i)
    assert.equal(json['iss'], issuer.issuer)
    assert.equal(Number(json['exp']) - Number(json['iat']), 300)
    for (const name of ['scope', 'sub', 'jti']) assert.ok(name in json, name)
  },
)
