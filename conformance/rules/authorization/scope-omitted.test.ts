import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize, exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the client omits the scope the server MUST process the request with a pre-defined default or fail with invalid_scope; here the default is used and the answer says which',
    source: 'RFC 6749 §3.3',
  },
  async (issuer) => {
    const code = expectCode(await authorize(issuer, { scope: undefined })).get('code') ?? ''
    const answer = await exchange(issuer, code)
    assert.equal(answer.json['scope'], 'all')
  },
)
