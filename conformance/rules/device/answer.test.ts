import assert from 'node:assert/strict'
import { expectNotStored } from '../../expect.ts'
import { askForCodes } from '../../parties/device.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A device gets a device code that cannot be guessed, a user code, where to type it and how long both are good, and the answer is not cached',
    source: 'RFC 8628 §3.2',
  },
  async (issuer) => {
    const [first, second] = await Promise.all([askForCodes(issuer), askForCodes(issuer)])
    assert.equal(first.status, 200)
    for (const name of ['device_code', 'user_code', 'verification_uri']) {
      assert.equal(typeof first.json[name], 'string', name)
    }
    assert.ok(Number(first.json['expires_in']) > 0)
    assert.notEqual(first.json['device_code'], second.json['device_code'])
    assert.notEqual(first.json['user_code'], second.json['user_code'])
    assert.ok(String(first.json['device_code']).length >= 22)
    expectNotStored(first, 'the answer')
  },
)
