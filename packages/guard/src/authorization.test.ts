import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAuthorization, readAuthorization } from './authorization.ts'

const TOKEN_CHARACTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/']
/** RFC 6750 §2.1: b64token. */
const b64token = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...TOKEN_CHARACTERS), minLength: 1, maxLength: 300 }),
    fc.nat({ max: 3 }),
  )
  .map(([characters, padding]) => characters + '='.repeat(padding))
const inAnyCase = (scheme: string) =>
  fc
    .tuple(...[...scheme].map((letter) => fc.constantFrom(letter, letter.toUpperCase())))
    .map((letters) => letters.join(''))
const anyScheme = fc.oneof(inAnyCase('bearer'), inAnyCase('dpop'))

test('every b64token is read back whole, whatever the case of the scheme and the spaces', () => {
  fc.assert(
    fc.property(anyScheme, fc.integer({ min: 1, max: 4 }), b64token, (scheme, n, token) => {
      const value = scheme + ' '.repeat(n) + token
      const sent = scheme.toLowerCase()
      assert.deepEqual(parseAuthorization(value), { kind: 'token', token, scheme: sent })
    }),
  )
})

test('a Bearer value with any character outside b64token is malformed, never cut to fit', () => {
  const outside = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 3 })
    .filter((text) => !/[A-Za-z0-9._~+/=-]/.test(text))
  fc.assert(
    fc.property(b64token, outside, b64token, (before, bad, after) => {
      const value = `Bearer ${before}${bad}${after}`
      assert.deepEqual(parseAuthorization(value), { kind: 'malformed' })
    }),
  )
})

test('any text at all is one of four things, and a token only if the text ends in it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (value) => {
      const presented = parseAuthorization(value)
      if (presented.kind === 'token') assert.ok(value.endsWith(` ${presented.token}`))
      else assert.ok(['nothing_presented', 'malformed'].includes(presented.kind))
    }),
  )
})

test('a million hostile characters do not make the parser go back and forth', () => {
  assert.equal(parseAuthorization(`Bearer ${'='.repeat(1_000_000)}`).kind, 'malformed')
  assert.equal(parseAuthorization(`Bearer${' '.repeat(1_000_000)}`).kind, 'malformed')
  assert.equal(parseAuthorization(`Bearer ${'a'.repeat(1_000_000)}!`).kind, 'malformed')
})

const EXAMPLES: readonly [string, ReturnType<typeof parseAuthorization>['kind']][] = [
  ['', 'nothing_presented'],
  ['Basic dTpw', 'nothing_presented'],
  ['Digest username="a", realm="b"', 'nothing_presented'],
  ['Negotiate', 'nothing_presented'],
  ['BearerX abc', 'nothing_presented'],
  ['Bearer', 'malformed'],
  ['Bearer ', 'malformed'],
  ['Bearer =', 'malformed'],
  ['Bearer a=b', 'malformed'],
  ['Bearer a b', 'malformed'],
  ['Bearer a, Bearer b', 'malformed'],
  ['Bearer "abc"', 'malformed'],
  ['Bearer\tabc', 'malformed'],
  ['Bearer: abc', 'malformed'],
  ['Bearer abc ', 'malformed'],
  [' Bearer abc', 'malformed'],
]
for (const [value, kind] of EXAMPLES) {
  test(`the header ${JSON.stringify(value)} is ${kind}`, () => {
    assert.equal(parseAuthorization(value).kind, kind)
  })
}

test('a second Authorization header is seen, in whatever case it is written', () => {
  const rawHeaders = ['Host', 'a', 'Authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer a']
  assert.deepEqual(readAuthorization({ rawHeaders }), { kind: 'repeated' })
})

test('the value of another header is not taken for the name of this one', () => {
  const rawHeaders = ['X-A', 'authorization', 'Bearer abc', 'X-B']
  assert.deepEqual(readAuthorization({ rawHeaders }), { kind: 'nothing_presented' })
})

test('web-standard headers are read, and their joined duplicates are malformed', () => {
  const headers = new Headers({ authorization: 'bearer abc' })
  assert.deepEqual(readAuthorization({ headers }), {
    kind: 'token',
    token: 'abc',
    scheme: 'bearer',
  })
  headers.append('authorization', 'bearer def')
  assert.deepEqual(readAuthorization({ headers }), { kind: 'malformed' })
  assert.deepEqual(readAuthorization({ headers: new Headers() }), { kind: 'nothing_presented' })
})
