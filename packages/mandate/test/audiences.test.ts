/** Which API accepts which token, and what it learns about the person (RFC 9700 §2.3, RFC 8707). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeResource, type ResourceDescription } from '../src/clients/registration.ts'
import { ACT } from './act.ts'
import {
  apiCredentials,
  assertError,
  type Credentials,
  introspect,
  obtainTokens,
  ownCredentials,
  refresh,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  const scopes = { all: 'Everything', read: 'Read', write: 'Write', email: 'Know your address' }
  server = await startServer({ settings: { scopes } })
})
after(() => server.close())

let made = 0
/** Another API with its own URI. */
async function newApi(description: Partial<ResourceDescription> = {}) {
  const uri = `https://api-${++made}.example`
  const source = { clock: server.clock, random: (bytes: number) => Buffer.alloc(bytes, uri) }
  const { resource, secret } = makeResource({ name: uri, uri, ...description }, source)
  await server.store.resources.insert(resource, ACT)
  return { uri, as: { id: resource.id, secret } }
}

async function newClient(change: Parameters<RunningServer['register']>[0]): Promise<Credentials> {
  const { client, secret } = await server.register(change)
  return { id: client.id, secret }
}

const seen = async (token: string, as: Credentials) => (await introspect(server, token, as)).body
const isActive = async (token: string, as: Credentials) => (await seen(token, as))['active']

test('SCENARIO 74: a leaked token that names no API is refused by a restricted API', async () => {
  const leaky = await newApi()
  const vault = await newApi({ restricted: true })
  const { accessToken } = await obtainTokens(server)
  assert.equal(await isActive(accessToken, leaky.as), true)
  assert.deepEqual(await seen(accessToken, vault.as), { active: false })
  // A token that names it is good there and nowhere else.
  const named = await obtainTokens(server, { parameters: { resource: vault.uri } })
  const told = await seen(named.accessToken, vault.as)
  assert.deepEqual([told['active'], told['aud']], [true, [vault.uri]])
  assert.equal(await isActive(named.accessToken, leaky.as), false)
})

test('an API that becomes restricted refuses tokens that name no API at once', async () => {
  const api = await newApi()
  const { accessToken, refreshToken } = await obtainTokens(server)
  assert.equal(await isActive(accessToken, api.as), true)
  await server.store.resources.update(api.as.id, { restricted: true }, ACT)
  assert.equal(await isActive(accessToken, api.as), false)
  // Nobody has to sign in again: the grant covers every API, and the client may name this one.
  const form = { resource: api.uri }
  const next = tokensOf(await refresh(server, refreshToken, { form }))
  assert.equal(await isActive(next.accessToken, api.as), true)
  assert.equal(await isActive(next.accessToken, apiCredentials(server)), false)
})

test('a client with default APIs gets tokens for them when it names none', async () => {
  const mine = await newApi({ restricted: true })
  const other = await newApi()
  const as = await newClient({ defaultResources: [mine.uri] })
  const { accessToken, refreshToken } = await obtainTokens(server, { as })
  const next = tokensOf(await refresh(server, refreshToken, { as }))
  for (const token of [accessToken, next.accessToken]) {
    assert.deepEqual((await seen(token, mine.as))['aud'], [mine.uri])
    assert.equal(await isActive(token, other.as), false)
    assert.deepEqual((await seen(token, as))['aud'], [mine.uri])
  }
  // A token never covers an API outside its grant, default or not.
  const wider = await refresh(server, next.refreshToken, { as, form: { resource: other.uri } })
  assertError(wider, 'invalid_target')
  // The request may name others instead.
  const asked = await obtainTokens(server, { as, parameters: { resource: other.uri } })
  assert.equal(await isActive(asked.accessToken, mine.as), false)
  assert.equal(await isActive(asked.accessToken, other.as), true)
})

test('default APIs also narrow the tokens of grants made before them', async () => {
  const mine = await newApi()
  const other = await newApi()
  const as = await newClient({})
  const { refreshToken } = await obtainTokens(server, { as })
  await server.store.clients.update(as.id, { defaultResources: [mine.uri] }, ACT)
  const next = tokensOf(await refresh(server, refreshToken, { as, form: { scope: 'all' } }))
  assert.equal(await isActive(next.accessToken, mine.as), true)
  assert.equal(await isActive(next.accessToken, other.as), false)
})

test('a deleted default API leaves tokens that are good nowhere, not everywhere', async () => {
  const mine = await newApi()
  const other = await newApi()
  const as = await newClient({ defaultResources: [mine.uri] })
  await server.store.resources.delete(mine.as.id, ACT)
  const { accessToken } = await obtainTokens(server, { as })
  assert.equal(await isActive(accessToken, other.as), false)
})

test('the e-mail address is not disclosed unless a scope for it was granted', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const asked = [
    await seen(accessToken, apiCredentials(server)),
    await seen(accessToken, ownCredentials(server)),
    await seen(refreshToken, ownCredentials(server)),
  ]
  for (const body of asked) {
    assert.equal(body['active'], true)
    assert.ok(!JSON.stringify(body).includes(server.account.email))
  }
})

test('with the scope email the API and the client get the address, unless the token is narrowed', async () => {
  const as = await newClient({ scope: 'all email' })
  const parameters = { scope: 'all email' }
  const { accessToken, refreshToken } = await obtainTokens(server, { as, parameters })
  for (const asker of [apiCredentials(server), as]) {
    assert.equal((await seen(accessToken, asker))['username'], server.account.email)
  }
  const form = { scope: 'all' }
  const narrow = tokensOf(await refresh(server, refreshToken, { as, form }))
  assert.equal(Object.hasOwn(await seen(narrow.accessToken, as), 'username'), false)
})

test('an API that needs the e-mail address gets it, while other APIs and the client do not', async () => {
  const crm = await newApi({ needsUsername: true })
  const { accessToken } = await obtainTokens(server)
  assert.equal((await seen(accessToken, crm.as))['username'], server.account.email)
  for (const as of [apiCredentials(server), ownCredentials(server)]) {
    assert.equal(Object.hasOwn(await seen(accessToken, as), 'username'), false)
  }
  await server.store.resources.delete(crm.as.id, ACT)
})

test('a person who agreed before an API declared that it needs the address is asked again', async () => {
  const crm = await newApi()
  const quiet = await newApi({ restricted: true })
  const as = await newClient({ trusted: false })
  const request = { ...simplestRequest(server), client_id: as.id }
  const { accessToken } = await obtainTokens(server, { as })
  const visitor = newVisitor(server)
  const silent = await visitor.signIn(await visitor.open(request))
  assert.ok(silent.address.searchParams.has('code'), 'agreed before, so not asked')

  server.clock.advance(10)
  await server.store.resources.update(crm.as.id, { needsUsernameSince: server.clock.now() }, ACT)
  // The grant is older: the person had not been told yet.
  assert.equal(Object.hasOwn(await seen(accessToken, crm.as), 'username'), false)
  // A request that does not name the API is unaffected.
  const elsewhere = await visitor.open({ ...request, resource: quiet.uri })
  assert.ok(elsewhere.address.searchParams.has('code'))
  const page = await visitor.open(request)
  assert.equal(page.address.pathname, '/consent')
  assert.match(page.html, new RegExp(`${crm.uri}.* sees your e-mail address\\.`))
  await visitor.decide(page, 'allow')
  assert.ok((await visitor.open(request)).address.searchParams.has('code'))
  const after = await obtainTokens(server, { as })
  assert.equal((await seen(after.accessToken, crm.as))['username'], server.account.email)
  await server.store.resources.delete(crm.as.id, ACT)
})

test('the consent page names an API that was deleted: naming none would mean every API', async () => {
  const gone = await newApi()
  const as = await newClient({ trusted: false, defaultResources: [gone.uri] })
  await server.store.resources.delete(gone.as.id, ACT)
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: as.id }
  const page = await visitor.signIn(await visitor.open(request))
  assert.match(page.html, new RegExp(`Only in .*${gone.uri}`))
})

test('SCENARIO 69: two spellings of an API are one, from the request to the audience', async () => {
  const api = await newApi()
  const as = await newClient({ trusted: false })
  const spelled = [`${api.uri}/`, api.uri.toUpperCase(), `${api.uri}:443`, `${api.uri}/a/..`]
  for (const resource of spelled) {
    const parameters = { resource }
    const { accessToken, refreshToken } = await obtainTokens(server, { as, parameters })
    const told = await seen(accessToken, api.as)
    assert.deepEqual([told['active'], told['aud']], [true, [api.uri]], resource)
    // Consent is given once, whichever spelling was used.
    const request = { ...simplestRequest(server), client_id: as.id, resource: `${api.uri}/` }
    const visitor = newVisitor(server)
    const arrival = await visitor.signIn(await visitor.open(request))
    assert.ok(arrival.address.searchParams.has('code'), resource)
    const form = { resource: `${api.uri}/./` }
    const next = tokensOf(await refresh(server, refreshToken, { as, form }))
    assert.deepEqual((await seen(next.accessToken, api.as))['aud'], [api.uri])
  }
})
