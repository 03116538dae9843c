import assert from 'node:assert/strict'
import { exchange } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Pages of registered origins may read answers of the token and revocation endpoints, including errors',
    source: 'Mandate §0',
  },
  async (issuer) => {
    const { origin } = new URL(issuer.clients.plain.redirectUris[0])
    const answer = await exchange(issuer, 'unknown', { headers: [['Origin', origin]] })
    assert.equal(answer.headers['access-control-allow-origin'], origin)
    for (const endpoint of [issuer.metadata.token_endpoint, issuer.metadata.revocation_endpoint]) {
      const preflight = await send(endpoint, {
        method: 'OPTIONS',
        headers: [
          ['Origin', origin],
          ['Access-Control-Request-Method', 'POST'],
        ],
      })
      assert.equal(preflight.headers['access-control-allow-origin'], origin, endpoint)
      assert.equal(preflight.headers['access-control-allow-credentials'], undefined, endpoint)
    }
  },
)
