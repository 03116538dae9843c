import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The authorization endpoint MUST NOT support CORS',
    source: 'RFC 9700 §2.6',
  },
  async (issuer) => {
    const headers = [['Origin', 'https://evil.example']] as const
    const answer = await issuer.signedIn().send(authorizationAddress(issuer), { headers })
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
    const preflight = await send(issuer.metadata.authorization_endpoint, {
      method: 'OPTIONS',
      headers: [...headers, ['Access-Control-Request-Method', 'POST']],
    })
    assert.equal(preflight.headers['access-control-allow-origin'], undefined)
  },
)
