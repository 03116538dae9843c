import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { obtainTokens, withQuery } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Clients MUST NOT pass access tokens in a URI query parameter, and the API does not take them there',
    source: 'RFC 9700 §4.3.2',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken } = await obtainTokens(issuer, { scope: resource.scope })
    const answer = await send(withQuery(resource.url, { access_token: accessToken }))
    assert.ok([400, 401].includes(answer.status), `${answer.status}`)
  },
)
