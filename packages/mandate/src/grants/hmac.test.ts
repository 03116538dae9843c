import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hmac, hmacKey } from './hmac.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

describe('HMAC-SHA-256', () => {
  // RFC 4231 §4.2–4.4 and §4.5: keys that fit a block.
  const vectors = [
    [
      '0b'.repeat(20),
      '4869205468657265',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '4a656665',
      '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'aa'.repeat(20),
      'dd'.repeat(50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      'cd'.repeat(50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
  ] as const
  for (const [index, [key, text, expected]] of vectors.entries()) {
    it(`gives what RFC 4231 says for its test case ${index + 1}`, () => {
      assert.equal(hmac(hmacKey(bytes(key)), [bytes(text)]).toString('hex'), expected)
    })
  }

  it('gives what node:crypto gives, for any key that fits and any parts', () => {
    const key = fc.uint8Array({ maxLength: 64 })
    const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 })
    fc.assert(
      fc.property(key, parts, (secret, texts) => {
        const expected = createHmac('sha256', secret)
        for (const text of texts) expected.update(text)
        assert.deepEqual(hmac(hmacKey(secret), texts), expected.digest())
      }),
    )
  })

  it('refuses a key that would have to be hashed first', () => {
    assert.throws(() => hmacKey(new Uint8Array(65)), RangeError)
  })
})
