import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesNamed } from '../../test/sample-grant.ts'
import { hasChecksum } from '../grants/token.ts'
import { hashSecret, secretAuthentication } from './authentication/client-secret.ts'
import {
  type ClientDescription,
  makeClient,
  makeResource,
  newSecret,
  refuseClientProblem,
  responseTypesOf,
} from './registration.ts'
import { RegistrationRefused } from './registration-refused.ts'

const description: ClientDescription = {
  name: 'Sample',
  redirectUris: ['https://client.example/cb'],
  scope: 'all',
  isPublic: false,
}

test('a confidential client gets a secret that is shown once and stored as a hash', () => {
  const { client, secret } = makeClient(description, source())
  assert.ok(secret !== null)
  assert.match(secret, /^mdt_cs_[A-Za-z0-9_-]+$/)
  assert.equal(hasChecksum(secret), true)
  assert.deepEqual(client.authentication, secretAuthentication(secret))
  assert.equal(JSON.stringify(client).includes(secret), false)
  assert.match(client.id, /^client_[A-Za-z0-9_-]{20}$/)
  assert.equal(client.createdAt, 1_000)
  assert.equal(client.disabledAt, null)
  assert.equal(client.requirePkce, false)
})

test('a secret has 256 random bits', () => {
  const asked: number[] = []
  const { secret, secretHash } = newSecret((bytes) => {
    asked.push(bytes)
    return bytesNamed('chance').subarray(0, bytes)
  })
  assert.deepEqual(asked, [32])
  const payload = secret.slice('mdt_cs_'.length, -6)
  assert.deepEqual(new Uint8Array(Buffer.from(payload, 'base64url')), bytesNamed('chance'))
  assert.equal(secretHash, hashSecret(secret))
})

test('two clients get two ids and two secrets', () => {
  const from = source()
  const one = makeClient(description, from)
  const other = makeClient(description, from)
  assert.notEqual(one.client.id, other.client.id)
  assert.notEqual(one.secret, other.secret)
})

test('a public client has no secret and must always send a challenge', () => {
  const { client, secret } = makeClient({ ...description, isPublic: true }, source())
  assert.equal(secret, null)
  assert.deepEqual(client.authentication, { method: 'none' })
  assert.equal(client.requirePkce, true)
})

test('the grant types determine whether there are redirect URIs and response types (RFC 7591 §2)', () => {
  const { client } = makeClient(description, source())
  assert.deepEqual(client.grantTypes, ['authorization_code', 'refresh_token'])
  assert.deepEqual(responseTypesOf(client), ['code'])
  const change = { grantTypes: ['client_credentials'], redirectUris: [] }
  const machine = makeClient({ ...description, ...change }, source()).client
  assert.deepEqual(responseTypesOf(machine), [])
  for (const grantTypes of [[], ['refresh_token']]) {
    assertRefused({ grantTypes }, /a grant type that begins a grant/)
  }
  const defaultResources = Array.from({ length: 21 }, (_, n) => `https://api.example/${n}`)
  assertRefused({ defaultResources }, /at most 20 default APIs/)
})

test('a public client cannot skip the consent page (RFC 6749 §10.2)', () => {
  assertRefused({ isPublic: true, trusted: true }, /consent page/)
})

test('a sentence explains what cannot be registered', () => {
  assertRefused({ redirectUris: [] }, /at least one redirect URI/)
  assertRefused(
    { redirectUris: ['https://a/cb', 'https://a/#x'] },
    /https:\/\/a\/#x has a fragment/,
  )
  for (const scope of ['', ' ', 'a  b', 'a"b', 'a ']) assertRefused({ scope }, /scope tokens/)
  for (const refreshRetrySeconds of [-1, 601, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assertRefused({ refreshRetrySeconds }, /0 to 600/)
  }
})

test('a name is visible and cannot imitate another', () => {
  const names = [
    '',
    '  ',
    'a\nb',
    'a\0',
    'Bank\u202eknaB',
    'Ba\u200bnk',
    'a\u2028b',
    'a\ud800',
    '\u00ad',
  ]
  for (const name of [...names, 'a'.repeat(201)]) assertRefused({ name }, /1 to 200 visible/)
  for (const name of ['A', 'Büro für Gestaltung', '株式会社', '<b>', 'a'.repeat(200)]) {
    assert.equal(makeClient({ ...description, name }, source()).client.name, name)
  }
})

test('a change follows the same rules and changes nothing else', () => {
  refuseClientProblem({})
  refuseClientProblem({ name: 'Other', refreshRetrySeconds: 600 })
  for (const change of [
    { name: '' },
    { redirectUris: [] },
    { scope: '' },
    { refreshRetrySeconds: 601 },
  ]) {
    assert.throws(() => refuseClientProblem(change), RegistrationRefused)
  }
})

test('an API has an absolute URI without a fragment, and its own secret (RFC 8707 §2)', () => {
  const made = makeResource({ name: 'Orders', uri: 'https://api.example.com' }, source())
  assert.equal(made.resource.uri, 'https://api.example.com')
  assert.deepEqual(made.resource.authentication, secretAuthentication(made.secret))
  assert.match(made.resource.id, /^resource_[A-Za-z0-9_-]{20}$/)
  for (const uri of [
    '',
    '/orders',
    'api.example.com',
    'https://a/#x',
    'https://a b',
    'https://a\n',
    'https://me:pw@a.example',
    'https:/a.example',
    'https:\\\\a.example',
  ]) {
    assert.throws(
      () => makeResource({ name: 'Orders', uri }, source()),
      /absolute, without user information and without a fragment/,
      uri,
    )
  }
})

function assertRefused(change: Partial<ClientDescription>, sentence: RegExp): void {
  assert.throws(
    () => makeClient({ ...description, ...change }, source()),
    (error) => error instanceof RegistrationRefused && sentence.test(error.message),
    JSON.stringify(change),
  )
}

function source() {
  let asked = 0
  return {
    clock: { now: () => 1_000 },
    random: (bytes: number) => bytesNamed(`chance ${asked++}`).subarray(0, bytes),
  }
}

test('an API has a readable name and a URI without leading characters', () => {
  const described = (name: string, uri: string) => () => makeResource({ name, uri }, source())
  const refused = { name: 'RegistrationRefused' }
  assert.throws(described(' ', 'https://api.example'), refused)
  assert.throws(described('Notes', 'the https://api.example'), refused)
  assert.doesNotThrow(described('Notes', 'https://api.example'))
})
