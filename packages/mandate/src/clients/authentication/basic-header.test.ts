import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refusalOf } from '../../../test/refusal-of.ts'
import { readBasicHeader } from './basic-header.ts'

const ada = { clientId: 'ada', clientSecret: 'lovelace' }

test('the scheme Basic is case-insensitive (RFC 9110 §11.1)', () => {
  for (const scheme of ['Basic', 'basic', 'BASIC', 'bAsIc']) {
    assert.deepEqual(readBasicHeader(`${scheme} ${base64('ada:lovelace')}`), ada)
  }
  assert.deepEqual(readBasicHeader(`Basic   ${base64('ada:lovelace')}  `), ada)
})

test('the first colon divides, then each half is form-decoded (RFC 6749 §2.3.1)', () => {
  const read = (text: string) => {
    const { clientId, clientSecret } = readBasicHeader(`Basic ${base64(text)}`)
    return [clientId, clientSecret]
  }
  assert.deepEqual(read('a:b:c'), ['a', 'b:c'])
  assert.deepEqual(read('a%3Ab:c%3Ad'), ['a:b', 'c:d'])
  assert.deepEqual(read('a+b:c+d%2B'), ['a b', 'c d+'])
  assert.deepEqual(read('a:%25%20%2541'), ['a', '% %41'])
  assert.deepEqual(read(':b'), ['', 'b'])
})

test('ids and secrets issued here work with and without encoding', () => {
  const issued = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/)
  fc.assert(
    fc.property(issued, issued, (clientId, clientSecret) => {
      const header = `Basic ${base64(`${clientId}:${clientSecret}`)}`
      assert.deepEqual(readBasicHeader(header), {
        clientId,
        clientSecret,
      })
    }),
  )
})

test('any correctly encoded VSCHAR secret arrives intact', () => {
  const vschar = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  })
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
  fc.assert(
    fc.property(vschar, vschar, (clientId, clientSecret) => {
      const header = `Basic ${base64(`${encode(clientId)}:${encode(clientSecret)}`)}`
      assert.deepEqual(readBasicHeader(header), {
        clientId,
        clientSecret,
      })
    }),
  )
})

test('sloppy base64 is refused', () => {
  const right = base64('ada:lovelac')
  assert.match(right, /[A-Za-z0-9]=$/)
  const loose = [
    ...[right.slice(0, -1), `${right}=`, `${right}A`, `${right}\n`, `=${right}`, right.slice(1)],
    ...[`${right.slice(0, 4)}=${right.slice(4)}`, `${right.slice(0, 4)}\t${right.slice(4)}`],
    // The same bytes with other unused bits in the last digit, and with the URL-safe alphabet.
    `${right.slice(0, -2)}${String.fromCharCode(right.charCodeAt(right.length - 2) + 1)}=`,
    Buffer.from('ada:~~~???').toString('base64url'),
    ...['!', '*', 'a', '====', ''],
  ]
  for (const text of loose) {
    assert.equal(
      refusalOf(() => readBasicHeader(`Basic ${text}`)),
      'undecodable_credentials',
      JSON.stringify(text),
    )
  }
})

test('Basic without a colon, with broken encoding or outside VSCHAR is refused', () => {
  const texts = ['ada', '', 'a:%', 'a:%zz', 'a:%FF', '%00:b', 'a:\0', 'a:\n', 'a:b\x7f', 'é:b']
  for (const text of [...texts, 'a:%0A', 'a:%C3%A9', 'a:pässword']) {
    assert.equal(
      refusalOf(() => readBasicHeader(`Basic ${base64(text)}`)),
      'undecodable_credentials',
      JSON.stringify(text),
    )
  }
})

test('an unsupported scheme is distinguished from malformed Basic', () => {
  for (const header of ['Bearer abc', 'Digest a=b', 'Basi', `Basic:${base64('a:b')}`]) {
    assert.equal(
      refusalOf(() => readBasicHeader(header)),
      'unsupported_authentication',
      JSON.stringify(header),
    )
  }
  for (const header of ['Basic', 'Basic ', 'Basic a b', `Basic ${base64('a:b')},x`]) {
    assert.equal(
      refusalOf(() => readBasicHeader(header)),
      'undecodable_credentials',
      JSON.stringify(header),
    )
  }
})

test('nothing may follow the credentials in the header (RFC 7617 §2)', () => {
  const header = `Basic ${base64('ada:lovelace')}`
  for (const more of [' x', ' =', `, ${header}`]) {
    assert.equal(
      refusalOf(() => readBasicHeader(header + more)),
      'undecodable_credentials',
    )
  }
})

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
