import assert from 'node:assert/strict'
import { basic, credentialsOf, isActive, obtainTokens, withQuery } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client requests revocation with an HTTP POST request',
    source: 'RFC 7009 §2.1',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const address = withQuery(issuer.metadata.revocation_endpoint, { token: accessToken })
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const answer = await send(address, { headers })
    assert.equal(answer.status, 405)
    assert.match(answer.headers.allow ?? '', /\bPOST\b/)
    assert.equal(await isActive(issuer, accessToken), true)
  },
)
