import assert from 'node:assert/strict'
import { basic, obtainTokens } from '../../parties/client.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'To prevent token scanning attacks the endpoint MUST require some form of authorization: 401',
    source: 'RFC 7662 §2.1, §2.3',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const address = issuer.metadata.introspection_endpoint
    const { id } = issuer.clients.native
    const body = formOf({ token: accessToken })
    for (const headers of [
      [FORM],
      [FORM, ['Authorization', basic({ id: issuer.api.id, secret: 'wrong' })]],
    ] as const) {
      const answer = await send(address, { headers, body })
      assert.equal(answer.status, 401)
      assert.equal('active' in answer.json, false)
    }
    const byPublic = await send(address, {
      headers: [FORM],
      body: formOf({ token: accessToken, client_id: id }),
    })
    assert.equal(byPublic.status, 401, 'a public client proves nothing')
  },
)
