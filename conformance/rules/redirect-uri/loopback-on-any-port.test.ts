import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The authorization server MUST allow any port to be specified at the time of the request for loopback IP redirect URIs',
    source: 'RFC 8252 §7.3',
  },
  async (issuer) => {
    for (const redirect_uri of [
      'http://127.0.0.1:53682/cb',
      'http://[::1]:9/cb',
      'http://127.0.0.1/cb',
    ]) {
      const arrival = await authorize(issuer, { redirect_uri }, { as: 'native' })
      expectCode(arrival, redirect_uri)
      assert.ok(arrival.address.startsWith(`${redirect_uri}?`), redirect_uri)
    }
  },
)
