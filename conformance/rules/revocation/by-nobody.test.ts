import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { credentialsOf, isActive, obtainTokens } from '../../parties/client.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server first validates the client credentials',
    source: 'RFC 7009 §2.1',
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    const { id } = credentialsOf(issuer, 'plain')
    const address = issuer.metadata.revocation_endpoint
    for (const client of [{}, { client_id: id }, { client_id: id, client_secret: 'wrong' }]) {
      const answer = await send(address, {
        headers: [FORM],
        body: formOf({ token: refreshToken, ...client }),
      })
      expectError(answer, 'invalid_client')
    }
    assert.equal(await isActive(issuer, accessToken), true)
  },
)
