import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GuardOptions, readOptions } from './options.ts'

const good: GuardOptions = {
  issuer: 'https://mandate.example',
  clientId: 'notes',
  clientSecret: 'mdt_cs_x',
}

const WRONG: readonly [string, Partial<GuardOptions>, RegExp][] = [
  ['no server', { issuer: undefined }, /issuer or introspectionEndpoint/],
  ['an issuer that is no URL', { issuer: 'mandate.example' }, /^issuer must be an absolute URL/],
  ['an issuer with a query', { issuer: 'https://a.example/?b' }, /^issuer must have no query/],
  ['http off loopback', { issuer: 'http://mandate.example' }, /^issuer .*use https/],
  ['http on a look-alike', { issuer: 'http://127.0.0.1.evil.test' }, /^issuer .*use https/],
  ['an endpoint of ftp', { introspectionEndpoint: 'ftp://a.example/' }, /^introspectionEndpoint/],
  ['no client id', { clientId: '' }, /clientId: "mandate resource create" prints it/],
  ['no client secret', { clientSecret: '' }, /clientSecret: "mandate resource create" prints it/],
  ['a realm with a line break', { realm: 'a\r\nb' }, /^realm must be printable ASCII/],
  ['a time-out of nothing', { timeoutMs: 0 }, /^timeoutMs is 0: give whole milliseconds/],
  ['a time-out that is no number', { timeoutMs: Number.NaN }, /^timeoutMs is NaN/],
  ['an audience that nobody named', { requireAudience: true }, /requireAudience needs resource/],
  ['a resource that is no URI', { resource: 'notes' }, /^resource must be an absolute URL/],
  [
    'a public address without a scheme',
    { publicUrl: 'api.example' },
    /^publicUrl is "api.example"/,
  ],
  ['a public address with a query', { publicUrl: 'https://a.example/?b' }, /without a query/],
  ['nonces by halves', { dpopNonce: 'often' as never }, /^dpopNonce must be/],
  ['metadata that is no URL', { resourceMetadata: '/x' }, /^resourceMetadata must be an absolute/],
]
for (const [what, change, message] of WRONG) {
  test(`${what} is refused with a sentence that says what would be right`, () => {
    assert.throws(() => readOptions({ ...good, ...change }), { name: 'TypeError', message })
  })
}

test('http serves loopback addresses', () => {
  for (const issuer of ['http://127.0.0.1:9400', 'http://[::1]:9400', 'http://localhost:9400']) {
    assert.deepEqual(readOptions({ ...good, issuer }).server, { discoverFrom: issuer })
  }
})

test('user information in an address is refused and not repeated', () => {
  assert.throws(
    () => readOptions({ ...good, issuer: 'https://me:hunter2@mandate.example' }),
    (error: Error) => /user information/.test(error.message) && !/hunter2/.test(error.message),
  )
})

test('the public address is the one given, or else the origin of the resource', () => {
  const read = (change: Partial<GuardOptions>) => readOptions({ ...good, ...change }).dpop.publicUrl
  const resource = 'https://api.example/notes'
  assert.equal(read({ resource, publicUrl: 'https://a.example/v1/' }), 'https://a.example/v1')
  assert.equal(read({ resource }), 'https://api.example')
  assert.equal(read({ resource: 'urn:notes' }), undefined)
  assert.equal(read({}), undefined)
})

test('an endpoint that is given is used, and no metadata is looked for', () => {
  const introspectionEndpoint = 'https://mandate.example/oauth2/introspect?tenant=7'
  const { server } = readOptions({ ...good, introspectionEndpoint })
  assert.deepEqual(server, {
    addresses: { introspection: new URL(introspectionEndpoint), revocationStream: undefined },
  })
})
