import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, normalized } from './address.ts'

const raw = (url: string, more: object = {}) => ({
  rawHeaders: ['Host', 'api.example:8080', 'X', 'y'],
  url,
  ...more,
})

test('with a public address, the host that the request names does not count', () => {
  const base = 'https://public.example/v1'
  assert.equal(addressOf(raw('/notes?a=b'), base), 'https://public.example/v1/notes')
  assert.equal(addressOf(raw('http://evil.example/notes'), base), 'https://public.example/v1/notes')
  const request = new Request('http://evil.example/notes?a=b')
  assert.equal(addressOf(request, base), 'https://public.example/v1/notes')
})

test('without one, the address is that of the request', () => {
  assert.equal(addressOf(raw('/notes?a=b'), undefined), 'http://api.example:8080/notes')
  const encrypted = raw('/notes', { socket: { encrypted: true } })
  assert.equal(addressOf(encrypted, undefined), 'https://api.example:8080/notes')
  const request = new Request('https://api.example/notes?a=b')
  assert.equal(addressOf(request, undefined), 'https://api.example/notes')
  assert.equal(addressOf({ rawHeaders: [], url: '/notes' }, undefined), undefined)
  assert.equal(addressOf({ rawHeaders: ['Host', 'a.example'] }, undefined), undefined)
})

test('a router that removes the start of the path does not change the address', () => {
  const mounted = raw('/notes', { originalUrl: '/api/notes?a=b' })
  assert.equal(addressOf(mounted, 'https://a.example'), 'https://a.example/api/notes')
})

test('two spellings of one address are the same, and two addresses are not (RFC 3986 §6.2)', () => {
  const same = ['https://a.example/b%c3%a9~', 'HTTPS://A.Example:443/b%C3%A9%7E?q#f']
  assert.deepEqual(new Set(same.map(normalized)).size, 1)
  const others = [
    'https://a.example/b',
    'https://a.example/b/',
    'https://a.example/B',
    'https://a.example/b%2F',
  ]
  assert.equal(new Set([...same, ...others].map(normalized)).size, 1 + others.length)
  assert.equal(normalized('no address'), undefined)
})
