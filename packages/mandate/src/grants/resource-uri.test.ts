import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSameResource, resourceKey, spellingIn } from './resource-uri.ts'

const same: readonly (readonly [what: string, one: string, other: string])[] = [
  ['an empty path', 'https://notes.example', 'https://notes.example/'],
  ['an empty path before a query', 'https://notes.example?v=1', 'https://notes.example/?v=1'],
  ['case of the scheme', 'https://notes.example', 'HTTPS://notes.example'],
  ['case of the host', 'https://notes.example/a', 'https://Notes.EXAMPLE/a'],
  ['the default port', 'https://notes.example', 'https://notes.example:443'],
  ['the default port of http', 'http://notes.example', 'http://notes.example:80/'],
  ['an empty port', 'https://notes.example/a', 'https://notes.example:/a'],
  ['zeros before a port', 'https://notes.example:8443', 'https://notes.example:08443'],
  ['percent-encoded letters', 'https://notes.example/~jo', 'https://notes.example/%7Ejo'],
  ['percent-encoded letters of a query', 'https://a.example/?a-b', 'https://a.example/?a%2Db'],
  ['case of percent-encoding', 'https://a.example/%c3%a9', 'https://a.example/%C3%A9'],
  ['dot segments', 'https://a.example/b', 'https://a.example/a/./../b'],
  ['encoded dot segments', 'https://a.example/b', 'https://a.example/a/%2E%2e/b'],
  ['a name in letters', 'https://xn--bcher-kva.example', 'https://bücher.example/'],
  ['letters of another case', 'https://bücher.example', 'https://BÜCHER.example'],
  ['an accent of its own', 'https://bücher.example', 'https://bu\u0308cher.example'],
  ['the root of all names', 'https://notes.example', 'https://notes.example./'],
  ['an IPv4 address', 'http://127.0.0.1:8080', 'http://127.1:8080/'],
  ['an IPv6 address', 'https://[2001:db8::1]', 'https://[2001:DB8:0:0:0:0:0:1]/'],
  ['another scheme', 'api://Notes', 'API://notes/'],
  ['a URN', 'urn:example:Notes', 'URN:EXAMPLE:Notes'],
]
for (const [what, one, other] of same) {
  test(`a resource is one, whatever its spelling: ${what}`, () => {
    assert.equal(resourceKey(one), resourceKey(other))
    assert.equal(isSameResource(one, other), true)
    assert.equal(spellingIn(['https://x.example', one], other), one)
  })
}

const different: readonly (readonly [what: string, one: string, other: string])[] = [
  ['a slash after a path', 'https://a.example/api', 'https://a.example/api/'],
  ['case of a path', 'https://a.example/api', 'https://a.example/API'],
  ['another port', 'https://a.example', 'https://a.example:8443'],
  ['http and https', 'http://127.0.0.1', 'https://127.0.0.1'],
  ['the port of the other scheme', 'http://127.0.0.1:443', 'https://127.0.0.1:443'],
  ['an encoded slash', 'https://a.example/a/b', 'https://a.example/a%2Fb'],
  ['an empty query', 'https://a.example/', 'https://a.example/?'],
  ['a host below', 'https://a.example', 'https://api.a.example'],
  ['a host that only begins so', 'https://a.example', 'https://a.example.evil.test'],
  ['user information', 'https://a.example', 'https://a.example@evil.test'],
  ['a letter that looks the same', 'https://a.example', 'https://\u0430.example'],
  ['a URN of other case', 'urn:example:Notes', 'urn:example:notes'],
]
for (const [what, one, other] of different) {
  test(`two resources stay two: ${what}`, () => {
    assert.equal(isSameResource(one, other), false)
    assert.equal(spellingIn([one], other), undefined)
  })
}

test('what a URL parser would make good is no spelling of anything', () => {
  for (const text of [
    '',
    'notes.example',
    '/notes',
    'https:notes.example',
    'https:/notes.example',
    'https:///notes.example',
    'https:\\\\notes.example',
    'https://notes.example\\a',
    ' https://notes.example',
    'https://notes.example\n',
    'https://no\ttes.example',
    'https://[::1',
  ]) {
    assert.equal(resourceKey(text), undefined, JSON.stringify(text))
    assert.equal(isSameResource(text, 'https://notes.example'), false)
  }
})

test('a key is a spelling of its own resource, and no text makes the comparison throw', () => {
  const text = fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'ahtps:/.%2eE7@[]?#') }),
  )
  fc.assert(
    fc.property(text, (uri) => {
      const key = resourceKey(uri)
      if (key === undefined) return
      assert.equal(resourceKey(key), key)
      assert.equal(isSameResource(uri, key), true)
    }),
  )
})
