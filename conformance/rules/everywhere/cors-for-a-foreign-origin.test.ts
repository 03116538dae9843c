import assert from 'node:assert/strict'
import { exchange } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Elsewhere CORS is only for origins of registered browser clients',
    source: 'Mandate §0',
  },
  async (issuer) => {
    const answer = await exchange(issuer, 'unknown', {
      headers: [['Origin', 'https://evil.example']],
    })
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
    const revoked = await send(issuer.metadata.revocation_endpoint, {
      method: 'OPTIONS',
      headers: [
        ['Origin', 'https://evil.example'],
        ['Access-Control-Request-Method', 'POST'],
      ],
    })
    assert.equal(revoked.headers['access-control-allow-origin'], undefined)
  },
)
