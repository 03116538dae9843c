import assert from 'node:assert/strict'
import { expectNotStored } from '../../expect.ts'
import { push } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A pushed request is answered with 201, a request_uri that cannot be guessed and how long it is good, and is not cached',
    source: 'RFC 9126 §2.2',
  },
  async (issuer) => {
    const [first, second] = await Promise.all([push(issuer), push(issuer)])
    assert.equal(first.status, 201)
    assert.ok(Number.isInteger(first.json['expires_in']) && Number(first.json['expires_in']) > 0)
    assert.notEqual(first.json['request_uri'], second.json['request_uri'])
    assert.ok(String(first.json['request_uri']).length >= 22)
    expectNotStored(first, 'the answer')
  },
)
