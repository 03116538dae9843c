import assert from 'node:assert/strict'
import { credentialsOf, obtainTokens, withQuery } from '../../parties/client.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client credentials MUST NOT be included in the request URI',
    source: 'RFC 6749 §2.3.1',
    scenario: 32,
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    const { refreshToken } = await obtainTokens(issuer)
    const query = { client_id: id, client_secret: secret }
    const body = formOf({ grant_type: 'refresh_token', refresh_token: refreshToken })
    const address = withQuery(issuer.metadata.token_endpoint, query)
    const answer = await send(address, { headers: [FORM], body })
    assert.ok([400, 401].includes(answer.status), `${answer.status}`)
    assert.equal(answer.json['access_token'], undefined)
  },
)
