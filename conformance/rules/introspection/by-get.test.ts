import assert from 'node:assert/strict'
import { basic, obtainTokens, withQuery } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The protected resource calls the introspection endpoint using an HTTP POST request',
    source: 'RFC 7662 §2.1',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const address = withQuery(issuer.metadata.introspection_endpoint, { token: accessToken })
    const answer = await send(address, { headers: [['Authorization', basic(issuer.api)]] })
    assert.equal(answer.status, 405)
    assert.equal('active' in answer.json, false)
  },
)
