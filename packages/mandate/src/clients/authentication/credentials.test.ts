import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../../test/any-character.ts'
import { refusalOf } from '../../../test/refusal-of.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import { readCredentials } from './credentials.ts'

const none = parseParameters('')
/** The method and the id that are found. */
function claimOf(headers: readonly string[], form = none) {
  const { methods, clientId } = readCredentials(headers, form)
  return [...methods, clientId]
}

test('Basic with an empty secret states an id and proves nothing', () => {
  for (const text of ['ada:', 'ad%61:']) {
    assert.deepEqual(claimOf([`Basic ${base64(text)}`]), ['none', 'ada'])
  }
})

test('an empty header, or one with an empty id and secret, counts as absent', () => {
  const named = parseParameters('client_id=ada')
  const whole = parseParameters('client_id=ada&client_secret=lovelace')
  for (const header of ['', ' ', 'Basic Og==', 'basic  Og==']) {
    assert.deepEqual(claimOf([header], named), ['none', 'ada'])
    assert.deepEqual(claimOf([header], whole), ['secret', 'ada'])
    assert.equal(
      refusalOf(() => readCredentials([header], none)),
      'no_credentials',
    )
  }
})

test('the body may contain the credentials, or only the id for a public client', () => {
  const read = (form: string) => claimOf([], parseParameters(form))
  assert.deepEqual(read('client_id=ada&client_secret=lovelace'), ['secret', 'ada'])
  assert.deepEqual(read('client_id=ada'), ['none', 'ada'])
  // An empty parameter counts as omitted: a blank secret is no secret.
  assert.deepEqual(read('client_id=ada&client_secret='), ['none', 'ada'])
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

test('any headers are either parsed or refused', () => {
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
