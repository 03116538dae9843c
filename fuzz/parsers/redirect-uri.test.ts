/** Redirect URIs: at registration, when they are compared, and when the response is appended. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  appendToQuery,
  isRegistered,
  redirectHost,
  redirectUriProblem,
} from '../../packages/mandate/src/clients/redirect-uri.ts'
import { refuseClientProblem } from '../../packages/mandate/src/clients/registration.ts'
import { RegistrationRefused } from '../../packages/mandate/src/clients/registration-refused.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const fragments = [
  'https://',
  'HTTPS://',
  'http://',
  'http:',
  'com.example.app:',
  'javascript:',
  'data:',
  'file:///',
  'client.example',
  '127.0.0.1',
  '[::1]',
  'localhost',
  '2130706433',
  '0x7f.1',
  ':4443',
  ':0',
  ':99999',
  '/',
  '//',
  '\\',
  '?',
  '#',
  '@',
  'user:pw@',
  '.',
  '..',
  '*',
  '%2e',
  '%23',
  '%0d%0a',
  '&',
  '=',
  'code=',
  '%63ode=',
  'CODE=',
  'state=',
  'iss=',
  'error_x=',
  'x=1',
  ';',
  '[',
  ']',
  "'",
  ',',
]
const hostile = textOf(...fragments)
const likely = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc
    .tuple(fc.constantFrom('https://client.example', 'http://127.0.0.1:1', 'a.b:'), hostile)
    .map((parts) => parts.join('')),
)
const uri = fc.oneof(hostile, likely)
const accepted = likely.filter((text) => redirectUriProblem(text) === undefined)

test('any text is a redirect URI or is refused with a sentence', () => {
  forEvery(uri, (text) => {
    const problem = redirectUriProblem(text)
    assert.match(problem ?? 'is fine', /^(has|is|uses) /)
    try {
      refuseClientProblem({ redirectUris: [text] })
      assert.equal(problem, undefined)
    } catch (error) {
      assert.ok(error instanceof RegistrationRefused)
    }
  })
})

test('an accepted URI leads to the same place for every URL parser', () => {
  forEvery(accepted, (text) => {
    const url = new URL(text)
    assert.deepEqual([url.hash, url.username, url.password], ['', '', ''])
    assert.doesNotMatch(text, /[#*\s]/)
    if (url.protocol === 'http:') assert.match(url.hostname, /^(127\.0\.0\.1|\[::1\]|localhost)$/)
    else if (url.protocol !== 'https:') assert.match(url.protocol, /\./)
    for (const name of url.searchParams.keys()) {
      assert.doesNotMatch(name, /^(code|state|iss|response|error.*)$/is)
    }
  })
})

test('the response is appended to an accepted URI, and changes nothing before it', () => {
  forEvery(fc.tuple(accepted, anyText), ([text, state]) => {
    if (!state.isWellFormed()) return
    const address = appendToQuery(text, { code: 'c', state, iss: undefined })
    const before = new URL(text)
    const after = new URL(address)
    assert.equal(after.host, before.host)
    // An empty path after a host becomes a slash.
    assert.equal(after.pathname, before.pathname || (before.host === '' ? after.pathname : '/'))
    assert.deepEqual(
      [...after.searchParams],
      [...before.searchParams, ['code', 'c'], ['state', state]],
    )
    // It cannot be the end of a header.
    assert.match(address, /^[!-~]+$/)
    assert.notEqual(redirectHost(text), '')
  })
})

test('only the identical string is registered, except for a loopback port', () => {
  forEvery(fc.tuple(accepted, uri, fc.boolean()), ([registered, sent, anyLoopbackPort]) => {
    assert.ok(isRegistered(registered, [registered], { anyLoopbackPort }))
    if (!isRegistered(sent, [registered], { anyLoopbackPort }) || sent === registered) return
    assert.ok(anyLoopbackPort)
    assert.match(sent, /^http:\/\/(127\.0\.0\.1|\[::1\])/)
    const portless = (text: string) => text.replace(/^(http:\/\/[^/?]*?):\d+(?=[/?]|$)/, '$1')
    assert.equal(portless(sent), portless(registered))
  })
})

test('a redirect URI takes time in proportion to its length', () => {
  growsInProportion(fragments, (text) => {
    redirectUriProblem(text)
    isRegistered(text, ['http://127.0.0.1/'], { anyLoopbackPort: true })
    appendToQuery(text, { code: 'c' })
    redirectHost(text)
  })
  growsInProportion(fragments, (text) => redirectUriProblem(`https://client.example/${text}`))
})
