import assert from 'node:assert/strict'
import { push } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A pushed request with a request_uri is refused',
    source: 'RFC 9126 §2.1',
  },
  async (issuer) => {
    const request_uri = 'urn:ietf:params:oauth:request_uri:bwc4JK-ESC0w8acc191e-Y1LTC2'
    const { status, json } = await push(issuer, { request_uri })
    assert.equal(status, 400)
    assert.equal(typeof json['error'], 'string')
    assert.equal(json['request_uri'], undefined)
  },
)
