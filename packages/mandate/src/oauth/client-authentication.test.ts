import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import { refusalOf } from '../../test/refusal-of.ts'
import { readCredentials } from './client-authentication.ts'
import { parseParameters } from './parameters.ts'

const none = parseParameters('')
const ada = { method: 'secret', clientId: 'ada', clientSecret: 'lovelace' }

test('Basic is read whatever case its scheme is written in (RFC 9110 §11.1)', () => {
  for (const scheme of ['Basic', 'basic', 'BASIC', 'bAsIc']) {
    assert.deepEqual(readCredentials([`${scheme} ${base64('ada:lovelace')}`], none), ada)
  }
  assert.deepEqual(readCredentials([`Basic   ${base64('ada:lovelace')}  `], none), ada)
})

test('each half is form-decoded, after the first colon has divided them (RFC 6749 §2.3.1)', () => {
  const read = (text: string) => {
    const credentials = readCredentials([`Basic ${base64(text)}`], none)
    return credentials.method === 'secret' && [credentials.clientId, credentials.clientSecret]
  }
  assert.deepEqual(read('a:b:c'), ['a', 'b:c'])
  assert.deepEqual(read('a%3Ab:c%3Ad'), ['a:b', 'c:d'])
  assert.deepEqual(read('a+b:c+d%2B'), ['a b', 'c d+'])
  assert.deepEqual(read('a:%25%20%2541'), ['a', '% %41'])
  assert.deepEqual(read(':b'), ['', 'b'])
})

test('Basic with a blank secret says who it is and proves nothing', () => {
  for (const text of ['ada:', 'ad%61:']) {
    const read = readCredentials([`Basic ${base64(text)}`], none)
    assert.deepEqual(read, { method: 'none', clientId: 'ada' })
  }
})

test('a header that is blank, or has a blank name and a blank secret, is none', () => {
  const named = parseParameters('client_id=ada')
  const whole = parseParameters('client_id=ada&client_secret=lovelace')
  for (const header of ['', ' ', 'Basic Og==', 'basic  Og==']) {
    assert.deepEqual(readCredentials([header], named), { method: 'none', clientId: 'ada' })
    assert.deepEqual(readCredentials([header], whole), ada)
    assert.equal(
      refusalOf(() => readCredentials([header], none)),
      'no_credentials',
    )
  }
})

test('ids and secrets as issued here work encoded and not encoded', () => {
  const issued = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/)
  fc.assert(
    fc.property(issued, issued, (clientId, clientSecret) => {
      const header = `Basic ${base64(`${clientId}:${clientSecret}`)}`
      assert.deepEqual(readCredentials([header], none), {
        method: 'secret',
        clientId,
        clientSecret,
      })
    }),
  )
})

test('any VSCHAR secret arrives when it was encoded by the rule', () => {
  const vschar = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  })
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
  fc.assert(
    fc.property(vschar, vschar, (clientId, clientSecret) => {
      const header = `Basic ${base64(`${encode(clientId)}:${encode(clientSecret)}`)}`
      assert.deepEqual(readCredentials([header], none), {
        method: 'secret',
        clientId,
        clientSecret,
      })
    }),
  )
})

test('loose base64 is refused', () => {
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
      refusalOf(() => readCredentials([`Basic ${text}`], none)),
      'undecodable_credentials',
      JSON.stringify(text),
    )
  }
})

test('Basic without a colon, with broken encoding or outside VSCHAR is refused', () => {
  const texts = ['ada', '', 'a:%', 'a:%zz', 'a:%FF', '%00:b', 'a:\0', 'a:\n', 'a:b\x7f', 'é:b']
  for (const text of [...texts, 'a:%0A', 'a:%C3%A9', 'a:pässword']) {
    assert.equal(
      refusalOf(() => readCredentials([`Basic ${base64(text)}`], none)),
      'undecodable_credentials',
      JSON.stringify(text),
    )
  }
})

test('a scheme that is not offered is told apart from broken Basic', () => {
  for (const header of ['Bearer abc', 'Digest a=b', 'Basi', `Basic:${base64('a:b')}`]) {
    assert.equal(
      refusalOf(() => readCredentials([header], none)),
      'unsupported_authentication',
      JSON.stringify(header),
    )
  }
  for (const header of ['Basic', 'Basic ', 'Basic a b', `Basic ${base64('a:b')},x`]) {
    assert.equal(
      refusalOf(() => readCredentials([header], none)),
      'undecodable_credentials',
      JSON.stringify(header),
    )
  }
})

test('the body may carry the credentials as well, or the id alone for a public client', () => {
  const read = (form: string) => readCredentials([], parseParameters(form))
  assert.deepEqual(read('client_id=ada&client_secret=lovelace'), ada)
  assert.deepEqual(read('client_id=ada'), { method: 'none', clientId: 'ada' })
  // An empty parameter counts as omitted: a blank secret is no secret.
  assert.deepEqual(read('client_id=ada&client_secret='), { method: 'none', clientId: 'ada' })
})

const basic = `Basic ${base64('ada:lovelace')}`
const mixed: readonly (readonly [
  what: string,
  headers: readonly string[],
  form: string,
  reason: string | undefined,
])[] = [
  ['Basic and the same client_id', [basic], 'client_id=ada', undefined],
  ['Basic and another client_id', [basic], 'client_id=bob', 'two_client_ids'],
  ['Basic and a client_id of other case', [basic], 'client_id=Ada', 'two_client_ids'],
  ['Basic and a secret', [basic], 'client_secret=lovelace', 'two_mechanisms'],
  ['Basic and both', [basic], 'client_id=ada&client_secret=lovelace', 'two_mechanisms'],
  ['Basic twice', [basic, basic], '', 'two_authorization_headers'],
  ['Basic and Bearer', [basic, 'Bearer x'], '', 'two_authorization_headers'],
  ['nothing', [], '', 'no_credentials'],
  ['a secret without an id', [], 'client_secret=lovelace', 'no_credentials'],
  ['client_id twice', [], 'client_id=ada&client_id=ada', 'repeated_parameter'],
  ['client_secret twice', [], 'client_id=a&client_secret=b&client_secret=b', 'repeated_parameter'],
  ['an assertion', [], 'client_id=a&client_assertion=x', 'unsupported_authentication'],
  ['an assertion type', [basic], 'client_assertion_type=x', 'unsupported_authentication'],
]

for (const [what, headers, form, reason] of mixed) {
  test(`${what}: ${reason ?? 'accepted'}`, () => {
    assert.equal(
      refusalOf(() => readCredentials(headers, parseParameters(form))),
      reason,
    )
  })
}

test('whatever the headers say, they are read or refused', () => {
  const header = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.base64String().map((text) => `Basic ${text}`),
    fc.string({ unit: anyCharacter }).map((text) => `Basic ${base64(text)}`),
  )
  fc.assert(
    fc.property(fc.array(header, { maxLength: 2 }), (headers) => {
      refusalOf(() => readCredentials(headers, none))
    }),
    { numRuns: 500 },
  )
})

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

test('nothing may follow the credentials in the header (RFC 7617 §2)', () => {
  const header = `Basic ${base64('ada:lovelace')}`
  for (const more of [' x', ' =', `, ${header}`]) {
    assert.equal(
      refusalOf(() => readCredentials([header + more], none)),
      'undecodable_credentials',
    )
  }
})
