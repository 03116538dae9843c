/** Client credentials: the Authorization headers and the form (RFC 6749 §2.3). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBasicHeader } from '../../packages/mandate/src/clients/authentication/basic-header.ts'
import { readCredentials } from '../../packages/mandate/src/clients/authentication/credentials.ts'
import { Parameters, parseParameters } from '../../packages/mandate/src/oauth/parameters.ts'
import { refusalOf } from '../../packages/mandate/test/refusal-of.ts'
import { growsInProportion } from '../growth.ts'
import { headerOf, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const none = new Parameters(new Map())
const base64Of = (text: string) => Buffer.from(text).toString('base64')

const raw = headerOf('Basic', 'bAsIc', 'Bearer', ' ', ':', '=', '==', 'Y2xpZW50OnNlY3JldA==', 'YQ')
const encoded = fc
  .tuple(
    fc.constantFrom('Basic ', 'basic  ', 'BASIC ', ' Basic '),
    textOf(':', 'client', 'secret', '%3A', '%', '+', ' '),
  )
  .map(([scheme, text]) => scheme + base64Of(text))
const header = fc.oneof(raw, encoded)
const form = textOf('client_id=', 'client_secret=', 'client_assertion=', 'client', '&', '%')

/** Every possible result of reading credentials. */
const endings = [
  undefined,
  'malformed_form',
  'no_credentials',
  'repeated_parameter',
  'two_authorization_headers',
  'two_client_ids',
  'two_mechanisms',
  'unreadable_assertion',
  'undecodable_credentials',
  'unsupported_authentication',
]

test('any headers and any form are credentials or are refused', () => {
  forEvery(fc.tuple(fc.array(header, { maxLength: 2 }), form), ([headers, text]) => {
    const reason = refusalOf(() => readCredentials(headers, parseParameters(text)))
    assert.ok(endings.includes(reason), `it ended with ${reason}`)
  })
})

test('credentials encoded as in RFC 6749 §2.3.1 are decoded unchanged', () => {
  const half = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)),
  })
  const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
  forEvery(fc.tuple(half, half), ([clientId, clientSecret]) => {
    // If both are blank there are no credentials.
    fc.pre(clientId !== '' || clientSecret !== '')
    const value = `Basic ${base64Of(`${encode(clientId)}:${encode(clientSecret)}`)}`
    assert.deepEqual(readBasicHeader(value), { clientId, clientSecret })
    // A blank secret counts as none.
    const [method] = readCredentials([value], none).methods
    assert.equal(method, clientSecret === '' ? 'none' : 'secret')
  })
})

test('decoded credentials contain only printable ASCII', () => {
  forEvery(header, (value) => {
    const reason = refusalOf(() => {
      const { clientId, clientSecret } = readBasicHeader(value)
      assert.match(clientId + clientSecret, /^[ -~]*$/)
    })
    assert.ok(endings.includes(reason), `it ended with ${reason}`)
  })
})

test('a header takes time in proportion to its length', () => {
  growsInProportion(['Basic ', ' ', ':', '%', '=', 'A', 'YQ==', '\t', '\xff'], (text) =>
    readCredentials([text], none),
  )
  growsInProportion([':', '%', '%41', '+', 'a'], (text) =>
    readCredentials([`Basic ${base64Of(text)}`], none),
  )
})
