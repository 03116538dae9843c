/** SCENARIO 55: somebody else's ids in the body, forged cursors, secret fields in lists; nothing gained. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Role } from '../../src/operators/roles.ts'
import { ACT } from '../act.ts'
import { exchange, introspect, post, refresh, tokensOf } from '../integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from '../running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from '../visitor.ts'
import { call, newProgram, type Program } from './program.ts'

let server: RunningServer
let owner: Program
before(async () => {
  server = await startServer()
  owner = await newProgram(server)
})
after(() => server.close())

const acme = { client_name: 'Acme', redirect_uris: ['https://acme.example/cb'] }
const adminUri = () => `${server.issuer}/admin/v1`

/** A person with a role, who has a token of the code flow for this scope. */
async function newPerson(role: Role | null, scope: string) {
  const { client, secret } = await server.register({ scope: `all ${scope}`, trusted: true })
  const email = `${client.id}@example.com`.toLowerCase()
  const { id } = await server.createAccount(email)
  if (role !== null) {
    await server.store.operators.insert({ accountId: id, role, createdAt: 1 }, ACT)
  }
  const parameters = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI },
    ...{ scope, resource: adminUri() },
  }
  const code = await obtainCode(server, parameters, { email })
  const as = { id: client.id, secret }
  const { accessToken: token } = tokensOf(await exchange(server, code, { as }))
  return {
    id,
    client,
    token,
    call: (method: string, path: string, sent: object = {}) =>
      call(server.issuer, { method, path, token, ...sent }),
  }
}

test('an id in the body changes nothing but what the path names', async () => {
  const { client_id: mine } = (await owner.call('POST', '/clients', { body: acme })).body
  const theirs = server.client.id
  const before = await server.store.clients.find(theirs)
  for (const body of [
    { client_id: theirs, client_name: 'Taken over' },
    { id: theirs, client_name: 'Taken over' },
    { client_name: 'x', client_secret: 'mine' },
    { client_name: 'x', disabled: false },
    { ['__proto__']: { client_name: 'x' }, client_name: 'x' },
  ]) {
    const text = JSON.stringify(body).replace(
      '{"client_name":"x"}',
      '{"__proto__":{},"client_name":1}',
    )
    const headers = { 'if-match': '*' }
    const { status } = await owner.call('PATCH', `/clients/${mine}`, { body: text, headers })
    assert.ok(status === 422 || status === 200, `${status}`)
  }
  assert.deepEqual(await server.store.clients.find(theirs), before)
  const made = await owner.call('POST', '/clients', { body: { ...acme, client_id: theirs } })
  assert.equal(made.status, 422)
  const issued = await owner.call('POST', '/clients', { body: { ...acme, client_secret: 'known' } })
  assert.equal(issued.status, 422)
})

test('a session, an identity and a grant are ended only where they belong', async () => {
  await obtainCode(server)
  const [session] = await server.store.sessions.listOf(server.account.id)
  assert.ok(session)
  const other = await server.createAccount('other@example.com')
  const wrong = await owner.call('DELETE', `/users/${other.id}/sessions/${session.id}`)
  assert.equal(wrong.status, 404)
  assert.equal((await server.store.sessions.listOf(server.account.id)).length, 1)
  const odd = await owner.call('POST', '/grants/revoke', { body: { sub: '', client_id: '' } })
  assert.equal(odd.status, 422)
})

test('a forged cursor, one of another list, of other filters, or of somebody else', async () => {
  for (const name of ['A', 'B', 'C']) {
    await owner.call('POST', '/clients', { body: { ...acme, client_name: name } })
  }
  const { next_cursor: cursor } = (await owner.call('GET', '/clients?limit=1')).body
  const refused = async (program: Program, path: string, text: string) => {
    const { status, body } = await program.call('GET', `${path}cursor=${encodeURIComponent(text)}`)
    assert.equal(status, 400, path)
    assert.equal(body.code, 'invalid_cursor')
  }
  const [payload = '', mac = ''] = cursor.split('.')
  const altered = Buffer.from('{"after":""}').toString('base64url')
  await refused(owner, '/clients?', `${altered}.${mac}`)
  await refused(owner, '/clients?', payload)
  await refused(owner, '/clients?', "' OR 1=1 --")
  await refused(owner, '/resources?', cursor)
  const { next_cursor: ofUser } = (await owner.call('GET', '/users?limit=1')).body
  await refused(owner, '/grants?', ofUser ?? cursor)
  const errors = await owner.call('GET', '/errors?limit=1')
  if (errors.body.next_cursor !== null) {
    await refused(owner, `/errors?client_id=${server.client.id}&`, errors.body.next_cursor)
  }
  await refused(await newProgram(server), '/clients?', cursor)
  assert.equal((await owner.call('GET', `/clients?limit=1&cursor=${cursor}`)).status, 200)
})

test('no list and no document has a secret, a hash or a key', async () => {
  const { client_id: id } = (await owner.call('POST', '/clients', { body: acme })).body
  const paths = [
    ...['/clients', `/clients/${id}`, '/resources', '/users', `/users/${server.account.id}`],
    ...['/grants', '/errors', '/keys', '/trusted-issuers', '/operators', '/failed-jobs'],
  ]
  for (const path of paths) {
    const { body } = await owner.call('GET', path)
    // What the cookie is found by, which the cookie cannot be made of.
    const text = JSON.stringify(body, (name, value) => (name === 'session_id' ? '' : value))
    assert.doesNotMatch(
      text,
      /mdt_(cs|rt|at|ac|pk)_|argon2|[0-9a-f]{64}|"[a-z_]*(hash|seed)"/,
      path,
    )
    for (const secret of server.keys.secrets.values()) {
      assert.ok(!text.includes(Buffer.from(secret).toString('base64url')))
    }
  }
})

test('nobody makes a client that may do more than they may', async () => {
  const some = await newProgram(server, ['clients:read', 'clients:write'])
  const more = 'all admin:operators:write'
  const made = await some.call('POST', '/clients', { body: { ...acme, scope: more } })
  assert.deepEqual([made.status, made.body.code], [403, 'not_permitted'])
  const { client_id: id } = (await some.call('POST', '/clients', { body: acme })).body
  const headers = { 'if-match': '*' }
  const change = { body: { scope: 'all admin:clients:read' }, headers }
  assert.equal((await some.call('PATCH', `/clients/${id}`, change)).status, 403)
  assert.equal((await server.store.clients.find(id))?.scope, 'all')
  // Another way to the same: the secret, the addresses or the keys of a client that has them.
  for (const [method, path, body] of [
    ['POST', '/secret', {}],
    ['PATCH', '', { redirect_uris: ['https://evil.example/cb'] }],
    ['PATCH', '', { grant_types: ['authorization_code'] }],
    ['POST', '/enable', undefined],
  ] as const) {
    const answer = await some.call(method, `/clients/${owner.clientId}${path}`, { body, headers })
    assert.equal(answer.status, 403, path)
  }
  const { body } = await owner.call('POST', '/clients', { body: { ...acme, scope: more } })
  assert.equal(body.scope, more)
  const unknown = { ...acme, scope: 'admin:everything:write' }
  assert.equal((await owner.call('POST', '/clients', { body: unknown })).status, 422)
})

test('a token that names another API, no API, or another one beside is refused', async () => {
  const { client, secret } = await server.register({
    ...{ grantTypes: ['client_credentials'], redirectUris: [], trusted: false },
    scope: 'all admin:clients:read',
  })
  const as = { id: client.id, secret }
  const { uri } = server.resource
  for (const resources of [[], [uri], [adminUri(), uri]]) {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'admin:clients:read',
    })
    for (const resource of resources) form.append('resource', resource)
    const { body } = await post(`${server.issuer}/oauth2/token`, `${form}`, { as })
    const token = String(body['access_token'])
    const answer = await call(server.issuer, { method: 'GET', path: '/clients', token })
    assert.equal(answer.status, 401, resources.join())
    assert.equal(answer.body.code, 'invalid_token')
  }
  // Nor may the API that got a token for itself use it here, or learn of one that is for here.
  const api = { id: server.resource.id, secret: server.resourceSecret }
  assert.deepEqual((await introspect(server, owner.token, api)).body, { active: false })
  const { status } = await owner.call('POST', '/resources', {
    body: { client_name: 'Mine', resource: `${adminUri()}` },
  })
  assert.equal(status, 409)
})

test('a person may do what both their token and their role allow, as they are now', async () => {
  const scope = 'admin:clients:read admin:clients:write admin:users:read'
  const person = await newPerson('operator', scope)
  const create = () => person.call('POST', '/clients', { body: acme })
  assert.equal((await create()).status, 201)
  const outside = await person.call('GET', '/operators')
  assert.equal(outside.status, 403)
  assert.match(outside.headers.get('www-authenticate') ?? '', /scope="admin:operators:read"/)

  await server.store.operators.setRole(person.id, 'support', ACT)
  const shrunk = await create()
  assert.deepEqual([shrunk.status, shrunk.body.code], [403, 'not_permitted'])
  assert.equal((await person.call('GET', '/users')).status, 200)
  await server.store.operators.delete(person.id, ACT)
  assert.equal((await person.call('GET', '/users')).body.code, 'not_an_operator')

  const disabled = await newPerson('owner', scope)
  await server.store.accounts.disable(disabled.id, ACT)
  assert.equal((await disabled.call('GET', '/clients')).status, 401)
})

test('attack: an app asks somebody without a role, or with less of one, for scopes of operators', async () => {
  const wide = 'admin:clients:read admin:clients:write admin:users:read'
  const { client, secret } = await server.register({ scope: `all ${wide}`, trusted: false })
  const as = { id: client.id, secret }
  const ask = async (account: { readonly email: string | null }, scope: string) => {
    const visitor = newVisitor(server)
    const asked = { ...simplestRequest(server), client_id: client.id, scope }
    const page = await visitor.signIn(await visitor.open(asked), { email: account.email ?? '' })
    return { page, allow: () => visitor.decide(page, 'allow') }
  }
  const user = await server.createAccount('plain@example.com')
  const { page } = await ask(user, wide)
  assert.equal(page.address.searchParams.get('error'), 'access_denied')
  const mixed = await ask(user, `all ${wide}`)
  assert.doesNotMatch(mixed.page.html, /admin:/)
  const code = (await mixed.allow()).address.searchParams.get('code') ?? ''
  const { accessToken, refreshToken } = tokensOf(await exchange(server, code, { as }))
  // The grant stays as it is when the person becomes an operator, and a refresh does not widen it.
  await server.store.operators.insert({ accountId: user.id, role: 'owner', createdAt: 1 }, ACT)
  const form = { resource: adminUri(), scope: wide }
  const wider = await refresh(server, refreshToken, { as, form })
  assert.equal(wider.body['error'], 'invalid_scope')
  const users = { method: 'GET', path: '/users', token: accessToken }
  assert.equal((await call(server.issuer, users)).status, 401)

  const helper = await server.createAccount('helper@example.com')
  await server.store.operators.insert({ accountId: helper.id, role: 'support', createdAt: 1 }, ACT)
  const asHelper = await ask(helper, wide)
  const given = (await asHelper.allow()).address.searchParams.get('code') ?? ''
  const { scope } = (await exchange(server, given, { as })).body
  assert.equal(scope, 'admin:clients:read admin:users:read')
})

test('what is withdrawn from a program counts at its next request', async () => {
  const some = await newProgram(server, ['clients:read', 'users:read'])
  await server.store.clients.update(some.clientId, { scope: 'admin:users:read' }, ACT)
  assert.equal((await some.call('GET', '/clients')).status, 403)
  assert.equal((await some.call('GET', '/users')).status, 200)
  await server.store.clients.disable(some.clientId, ACT)
  assert.equal((await some.call('GET', '/users')).status, 401)
})

test('of writers who race with one tag, one wins, and the others lose nothing of it', async () => {
  const { client_id: id } = (await owner.call('POST', '/clients', { body: acme })).body
  const tag = (await owner.call('GET', `/clients/${id}`)).headers.get('etag') ?? ''
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, place) =>
      owner.call('PATCH', `/clients/${id}`, {
        body: { client_name: `Writer ${place}`, publisher: `Publisher ${place}` },
        headers: { 'if-match': tag },
      }),
    ),
  )
  const statuses = answers.map(({ status }) => status).toSorted()
  assert.deepEqual(statuses, [200, ...Array.from({ length: 7 }, () => 412)])
  const winner = answers.find(({ status }) => status === 200)?.body
  const { body } = await owner.call('GET', `/clients/${id}`)
  assert.deepEqual(body, winner)
  assert.equal(body.client_name.replace('Writer', ''), body.publisher.replace('Publisher', ''))
  const facts = await server.store.facts.list({ clientId: id }, 100)
  assert.deepEqual(
    facts.map(({ kind }) => kind),
    ['client.updated', 'client.created'],
  )
})

test('a repeated creation makes nothing more, and its key is of use to nobody else', async () => {
  const headers = { 'idempotency-key': 'b2c9-once' }
  const body = { ...acme, client_name: 'Once' }
  const first = await owner.call('POST', '/clients', { body, headers })
  const second = await owner.call('POST', '/clients', { body, headers })
  assert.equal(second.headers.get('idempotency-replayed'), 'true')
  assert.deepEqual(second.body, first.body)
  assert.equal(second.headers.get('location'), first.headers.get('location'))
  const reused = await owner.call('POST', '/clients', { body: acme, headers })
  assert.deepEqual([reused.status, reused.body.code], [422, 'idempotency_key_reused'])
  const elsewhere = { body: { client_name: 'Once', resource: 'https://once.example' }, headers }
  assert.equal((await owner.call('POST', '/resources', elsewhere)).status, 422)
  const stranger = await newProgram(server, ['clients:write'])
  const theirs = await stranger.call('POST', '/clients', { body, headers })
  assert.equal(theirs.status, 201)
  assert.notEqual(theirs.body.client_id, first.body.client_id)

  // The first answer that is a problem is none to be repeated.
  const again = { 'idempotency-key': 'b2c9-again' }
  const wrong = { body: { ...acme, scope: 'nonsense' }, headers: again }
  assert.equal((await owner.call('POST', '/clients', wrong)).status, 422)
  assert.equal((await owner.call('POST', '/clients', { body, headers: again })).status, 201)
  const parallel = { 'idempotency-key': 'b2c9-parallel' }
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => owner.call('POST', '/clients', { body, headers: parallel })),
  )
  const made = answers.filter(({ status }) => status === 201).map((one) => one.body.client_id)
  assert.equal(new Set(made).size, 1)
  assert.ok(answers.every(({ status }) => status === 201 || status === 409))
})

test('the kept answers are of no use without the key that was sent', async () => {
  const headers = { 'idempotency-key': 'only-the-sender-knows' }
  const { body } = await owner.call('POST', '/clients', { body: acme, headers })
  const kept = await server.store.repeatableRequests.begin({
    ...{ id: 'another', requestHash: 'another', expiresAt: server.clock.now() + 60 },
  })
  assert.equal(kept, undefined)
  assert.ok(server.log.every((line) => !line.includes(body.client_secret)))
  assert.ok(server.log.every((line) => !line.includes('only-the-sender-knows')))
})
