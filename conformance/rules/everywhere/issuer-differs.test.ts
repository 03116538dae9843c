import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize, exchange, introspect, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The issuer is one string: in the metadata, in iss of the authorization response and in introspection',
    source: 'RFC 8414 §3.3, RFC 9207 §2.4',
  },
  async (issuer) => {
    assert.equal(issuer.metadata['issuer'], issuer.issuer)
    const answered = expectCode(await authorize(issuer))
    assert.equal(answered.get('iss'), issuer.issuer)
    const { accessToken } = tokensOf(await exchange(issuer, answered.get('code') ?? ''))
    assert.equal((await introspect(issuer, accessToken)).json['iss'], issuer.issuer)
  },
)
