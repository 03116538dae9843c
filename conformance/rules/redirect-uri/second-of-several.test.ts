import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'When redirection URIs are registered, the server compares the one received against at least one of them',
    source: 'RFC 6749 §3.1.2.3',
  },
  async (issuer) => {
    for (const redirect_uri of issuer.clients.withSeveralUris.redirectUris) {
      const arrival = await authorize(issuer, { redirect_uri }, { as: 'withSeveralUris' })
      expectCode(arrival, redirect_uri)
      assert.equal(new URL(arrival.address).pathname, new URL(redirect_uri).pathname)
    }
  },
)
