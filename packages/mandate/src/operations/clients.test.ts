import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { sampleKeys } from '../../test/sample-grant.ts'
import { openSecret } from '../clients/authentication/sealed-secret.ts'
import type { ClientDescription } from '../clients/registration.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import {
  createClient,
  deleteClient,
  disableClient,
  enableClient,
  rotateClientSecret,
  updateClient,
} from './clients.ts'
import { createResource } from './resources.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const operator = { kind: 'operator', via: 'shell' } as const
const context = {
  store,
  clock: { now: () => NOON },
  keys: sampleKeys,
  random: randomBytes,
  fetch: async (address: string | URL) => new Response(JSON.stringify(lists.get(String(address)))),
  settings: {
    issuer: 'https://id.example',
    defaultScope: 'all',
    scopes: { all: 'Everything', read: 'Read' },
    clientSecretOverlapSeconds: 60,
  },
}
/** What is at a `sector_identifier_uri`. */
const lists = new Map<string, readonly string[]>()
const usual: ClientDescription = {
  name: 'Acme',
  redirectUris: ['https://acme.example/callback'],
  scope: 'all',
  isPublic: false,
}

async function newClient(described: Partial<ClientDescription> = {}) {
  const made = await createClient(context, operator, { ...usual, ...described })
  assert.ok(made.is === 'created', made.is)
  return made.client
}

const update = (clientId: string, change: Parameters<typeof updateClient>[2]['change']) =>
  updateClient(context, operator, { clientId, change })

test('a client that names no scope may ask for the default scope', async () => {
  const { scope, ...rest } = usual
  const made = await createClient(context, operator, rest)
  assert.ok(made.is === 'created')
  assert.equal(made.client.scope, 'all')
  assert.deepEqual(await store.clients.find(made.client.id), made.client)
})

test('a client is registered and updated with scope that exists, and with no other', async () => {
  const fly = { is: 'unknown_scope', token: 'fly' }
  assert.deepEqual(await createClient(context, operator, { ...usual, scope: 'all fly' }), fly)
  const { id } = await newClient()
  assert.deepEqual(await update(id, { scope: 'fly' }), fly)
  const updated = await update(id, { scope: 'read' })
  assert.ok(updated.is === 'updated')
  assert.equal(updated.client.scope, 'read')
})

test('a client may use the grant types that it is given, of those that there are', async () => {
  const device = { is: 'unknown_grant_type', type: 'device' }
  const grantTypes = ['authorization_code', 'device']
  assert.deepEqual(await createClient(context, operator, { ...usual, grantTypes }), device)
  const { id } = await newClient()
  assert.deepEqual(await update(id, { grantTypes }), device)
  const updated = await update(id, { grantTypes: ['authorization_code'] })
  assert.ok(updated.is === 'updated')
  assert.deepEqual(updated.client.grantTypes, ['authorization_code'])
})

test('default APIs are registered ones, kept in their registered spelling', async () => {
  const api = await createResource(context, operator, { name: 'N', uri: 'https://notes.example' })
  assert.equal(api.is, 'created')
  const spellings = ['https://notes.example/', 'https://NOTES.example:443']
  const client = await newClient({ defaultResources: spellings })
  assert.deepEqual(client.defaultResources, ['https://notes.example'])
  const unknown = await update(client.id, { defaultResources: ['https://x.example'] })
  assert.deepEqual(unknown, { is: 'unknown_resource', uri: 'https://x.example' })
})

test('a public client is asked for consent and uses PKCE, after every update too', async () => {
  const app = { isPublic: true, redirectUris: ['http://127.0.0.1/callback'] }
  const trusted = await createClient(context, operator, { ...usual, ...app, trusted: true })
  assert.equal(trusted.is, 'invalid')
  const { id, requirePkce } = await newClient(app)
  assert.equal(requirePkce, true)
  for (const change of [{ trusted: true }, { requirePkce: false }]) {
    assert.equal((await update(id, change)).is, 'public_client')
  }
  const rotated = await rotateClientSecret(context, operator, { id })
  assert.equal(rotated.is, 'public_client')
})

test('a scheme is not withdrawn while a redirect URI has it', async () => {
  const { id } = await newClient({ redirectUris: ['cursor://cb'], allowedSchemes: ['cursor'] })
  assert.equal((await update(id, { allowedSchemes: [] })).is, 'invalid')
  const both = { allowedSchemes: [], redirectUris: usual.redirectUris }
  assert.equal((await update(id, both)).is, 'updated')
})

test('a new secret leaves the old one good for as long as the settings, or the request, say', async () => {
  const { id } = await newClient()
  for (const [overlapSeconds, previousExpiresAt] of [
    [undefined, NOON + 60],
    [5, NOON + 5],
  ] as const) {
    const rotated = await rotateClientSecret(context, operator, { id, overlapSeconds })
    assert.ok(rotated.is === 'rotated')
    assert.equal(rotated.previousExpiresAt, previousExpiresAt)
    const { authentication } = (await store.clients.find(id)) ?? {}
    assert.ok(authentication?.method === 'secret')
    assert.equal(authentication.previous?.expiresAt, previousExpiresAt)
  }
})

test('a client that signs with its secret has both secrets for a while, neither readable', async () => {
  const metadata = { token_endpoint_auth_method: 'client_secret_jwt' } as const
  const made = await createClient(context, operator, { ...usual, metadata })
  assert.ok(made.is === 'created' && made.secret !== null)
  const { id } = made.client
  const rotated = await rotateClientSecret(context, operator, { id })
  assert.ok(rotated.is === 'rotated')
  const { authentication } = (await store.clients.find(id)) ?? {}
  assert.ok(authentication?.method === 'client_secret_jwt' && authentication.previous !== null)
  const { sealed, previous } = authentication
  assert.equal(openSecret(sampleKeys, id, sealed), rotated.secret)
  assert.equal(openSecret(sampleKeys, id, previous.sealed), made.secret)
  assert.equal(openSecret(sampleKeys, 'client_other', sealed), undefined)
  assert.equal(openSecret({ ...sampleKeys, secrets: new Map() }, id, sealed), undefined)
  assert.equal(JSON.stringify(authentication).includes(made.secret), false)
})

test('a client may move to keys, but not back to a secret, and a public one not at all', async () => {
  const { id } = await newClient()
  const move = (method: string, more: object = {}, whose = id) =>
    update(whose, { metadata: { token_endpoint_auth_method: method, ...more } })
  assert.equal((await move('private_key_jwt')).is, 'invalid')
  const moved = await move('private_key_jwt', { jwks_uri: 'https://acme.example/jwks' })
  assert.ok(moved.is === 'updated')
  assert.deepEqual(moved.client.authentication, { method: 'private_key_jwt' })
  assert.deepEqual(moved.client.metadata, { jwks_uri: 'https://acme.example/jwks' })
  assert.equal((await rotateClientSecret(context, operator, { id })).is, 'no_secret')
  for (const method of ['client_secret_basic', 'client_secret_jwt', 'none']) {
    assert.equal((await move(method)).is, 'invalid', method)
  }
  assert.equal((await update(id, { metadata: { jwks_uri: null } })).is, 'invalid')
  const app = await newClient({ isPublic: true, redirectUris: ['http://127.0.0.1/callback'] })
  const keys = { jwks_uri: 'https://acme.example/jwks' }
  assert.equal((await move('private_key_jwt', keys, app.id)).is, 'invalid')
})

test('a doubted clock writes down no end, but ends a leaked secret at once', async () => {
  const { id } = await newClient()
  await store.trustedTime.begin(NOON)
  const ahead = { ...context, clock: { now: () => NOON + 400 * 86_400 } }
  const doubted = await rotateClientSecret(ahead, operator, { id })
  assert.deepEqual(doubted, {
    is: 'clock_in_doubt',
    doubt: { against: 'trusted', ahead: 400 * 86_400 },
  })
  const at = await rotateClientSecret(ahead, operator, { id, overlapSeconds: 0 })
  assert.equal(at.is, 'rotated')
})

test('a client is disabled, enabled and deleted; one that is not there is no such client', async () => {
  const { id: clientId } = await newClient()
  const one = { clientId }
  assert.deepEqual(await disableClient(context, operator, one), { is: 'disabled', at: NOON })
  assert.equal((await store.clients.find(clientId))?.disabledAt, NOON)
  assert.deepEqual(await enableClient(context, operator, one), { is: 'enabled' })
  assert.equal((await store.clients.find(clientId))?.disabledAt, null)
  assert.deepEqual(await deleteClient(context, operator, one), { is: 'deleted' })
  for (const act of [disableClient, enableClient, deleteClient]) {
    assert.deepEqual(await act(context, operator, one), { is: 'no_such_client' })
  }
  assert.deepEqual(await update(clientId, { name: 'Nobody' }), { is: 'no_such_client' })
  const rotated = await rotateClientSecret(context, operator, { id: clientId })
  assert.deepEqual(rotated, { is: 'no_such_client' })
})

describe('a client with pairwise subjects', () => {
  const pairwise = { subject_type: 'pairwise' } as const
  const callback = (host: string) => `https://${host}/callback`
  const LIST = 'https://sector.example/list.json'

  test('belongs to the host of its redirect URIs, and keeps it when it moves', async () => {
    const { id, sector } = await newClient({ metadata: pairwise })
    assert.equal(sector, 'acme.example')
    const moved = await update(id, { redirectUris: [callback('new.example')] })
    assert.equal(moved.is === 'updated' && moved.client.sector, 'acme.example')
    const elsewhere = await update(id, { metadata: { sector_identifier_uri: LIST } })
    assert.match(elsewhere.is === 'invalid' ? elsewhere.sentence : '', /belong to acme\.example/)
    assert.equal((await newClient()).sector, null)
  })

  test('of several hosts needs a list that names all its redirect URIs', async () => {
    const redirectUris = [callback('one.example'), callback('two.example')]
    const register = (metadata: Readonly<Record<string, unknown>>) =>
      createClient(context, operator, { ...usual, redirectUris, metadata })
    const without = await register(pairwise)
    assert.match(without.is === 'invalid' ? without.sentence : '', /sector_identifier_uri/)
    const both = { ...pairwise, sector_identifier_uri: LIST }
    lists.set(LIST, redirectUris.slice(1))
    const foreign = await register(both)
    assert.match(foreign.is === 'invalid' ? foreign.sentence : '', /does not have .*one\.example/)
    lists.set(LIST, redirectUris)
    const made = await register(both)
    assert.ok(made.is === 'created')
    assert.equal(made.client.sector, 'sector.example')
    const more = await update(made.client.id, { redirectUris: [callback('evil.example')] })
    assert.equal(more.is, 'invalid')
  })
})
