import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The well-known path is inserted between the host and the path of the issuer',
    source: 'RFC 8414 §3.1',
  },
  async (issuer) => {
    const { origin, pathname } = new URL(issuer.issuer)
    const path = pathname === '/' ? '' : pathname
    const answer = await send(`${origin}/.well-known/oauth-authorization-server${path}`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
    assert.equal(answer.json['issuer'], issuer.issuer)
  },
)
