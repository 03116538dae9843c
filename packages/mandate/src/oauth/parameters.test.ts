import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import { refusalOf } from '../../test/refusal-of.ts'
import { Refusal } from '../explanations/refusal.ts'
import { decodeFormComponent, Parameters, parseParameters } from './parameters.ts'

test('the example of RFC 6749 App. B is decoded as specified', () => {
  const encoded = '+%25%26%2B%C2%A3%E2%82%AC'
  assert.equal(decodeFormComponent(encoded), ' %&+£€')
  assert.equal(parseParameters(`v=${encoded}`).one('v'), ' %&+£€')
  assert.equal(parseParameters(Buffer.from(`v=${encoded}`)).one('v'), ' %&+£€')
})

test('names and values survive any form encoder', () => {
  const text = fc
    .string({ unit: anyCharacter, minLength: 1 })
    .filter((each) => !each.includes('\0'))
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (pairs) => {
      const parameters = parseParameters(new URLSearchParams(pairs).toString())
      for (const [name, value] of pairs) assert.equal(parameters.one(name), value)
    }),
  )
})

test('an empty parameter counts as omitted (RFC 6749 §3.1)', () => {
  for (const form of ['code=', 'code', '', '&', '=', '=x', '&&code=&']) {
    const parameters = parseParameters(form)
    assert.equal(parameters.one('code'), undefined, form)
    assert.equal(parameters.has('code'), false, form)
    assert.deepEqual(parameters.all('code'), [], form)
  }
  assert.equal(parseParameters('code=&code=x&code=').one('code'), 'x')
})

test('a missing or repeated parameter is refused by name', () => {
  const parameters = parseParameters('code=a&code=b&state=s&%63ode=c')
  assert.equal(
    refusalOf(() => parameters.one('code')),
    'repeated_parameter',
  )
  assert.equal(
    refusalOf(() => parameters.refuseRepeated(['state', 'code'])),
    'repeated_parameter',
  )
  assert.equal(
    refusalOf(() => parameters.required('scope')),
    'missing_parameter',
  )
  assert.throws(
    () => parameters.required('scope'),
    (error) => error instanceof Refusal && error.description.includes('parameter scope '),
  )
  assert.equal(parameters.required('state'), 's')
  assert.deepEqual(parameters.all('code'), ['a', 'b', 'c'])
})

test('repeating the same value is still a repetition', () => {
  assert.equal(
    refusalOf(() => parseParameters('a=1&a=1').one('a')),
    'repeated_parameter',
  )
})

test('repeated unknown names are ignored', () => {
  const parameters = parseParameters('x=1&x=2&code=a')
  assert.equal(parameters.one('code'), 'a')
  assert.equal(
    refusalOf(() => parameters.refuseRepeated(['code', 'state'])),
    undefined,
  )
})

test('brackets, dots and names of built-in properties are plain names', () => {
  const form = 'scope[a]=b&scope[]=c&a.b=d&__proto__=e&constructor=f&toString=g&scope=h'
  const parameters = parseParameters(form)
  assert.equal(parameters.one('scope'), 'h')
  assert.equal(parameters.one('scope[a]'), 'b')
  assert.equal(parameters.one('__proto__'), 'e')
  assert.equal(parameters.one('hasOwnProperty'), undefined)
  assert.equal(parameters.has('valueOf'), false)
})

test('broken percent sequences, broken UTF-8 and NUL are refused', () => {
  const broken = [
    ...['%', '%2', '%GG', '%%', '%u0041', 'a%'],
    // A stray continuation, half a character, an overlong slash, a surrogate, beyond Unicode.
    ...['%80', '%C2', '%E2%82', '%C0%AF', '%ED%A0%80', '%F4%90%80%80', '%FF'],
    ...['%00', 'a%00b', '\0'],
  ]
  for (const text of broken) {
    for (const form of [`a=${text}`, `${text}=a`, `x=1&a=${text}&y=2`]) {
      assert.equal(
        refusalOf(() => parseParameters(form)),
        'malformed_form',
        form,
      )
    }
    assert.equal(
      refusalOf(() => decodeFormComponent(text)),
      'malformed_form',
      text,
    )
  }
  for (const bytes of [[0x80], [0xc2], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff, 0xfe]]) {
    const body = Uint8Array.from([0x61, 0x3d, ...bytes])
    assert.equal(
      refusalOf(() => parseParameters(body)),
      'malformed_form',
    )
  }
})

test('a byte order mark is part of the name that it precedes', () => {
  const parameters = parseParameters(Buffer.from('\ufeffcode=a'))
  assert.equal(parameters.one('code'), undefined)
  assert.equal(parameters.one('\ufeffcode'), 'a')
})

test('only the first equals sign separates, and no semicolon does', () => {
  const parameters = parseParameters('a=b=c;d=e')
  assert.equal(parameters.one('a'), 'b=c;d=e')
})

test('any bytes are either parsed or refused', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'ab%=&+0C2\0é[]') }).map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(bytes, (body) => {
      const reason = refusalOf(() => assert.ok(parseParameters(body) instanceof Parameters))
      assert.ok(reason === undefined || reason === 'malformed_form')
    }),
    { numRuns: 500 },
  )
})

test('a name without a value has an empty one, and a value without a name is allowed', () => {
  assert.equal(parseParameters('a%41').has('aA'), false)
  const nameless = parseParameters('=x')
  assert.deepEqual([nameless.all(''), nameless.has('=x')], [['x'], false])
})

test('the refusal names the repeated or missing parameter', () => {
  const parameters = parseParameters('scope=a&scope=b')
  for (const [name, read] of [
    ['scope', () => parameters.one('scope')],
    ['code', () => parameters.required('code')],
  ] as const) {
    assert.throws(read, { name: 'Refusal', details: { parameter: name } })
  }
})
