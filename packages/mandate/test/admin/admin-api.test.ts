/** The admin API over HTTP: what its answers promise, whatever the noun. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clientDocument } from '../../src/documents/client.ts'
import { post } from '../integrator.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { call, newProgram, type Program } from './program.ts'

let server: RunningServer
let program: Program
before(async () => {
  server = await startServer()
  program = await newProgram(server)
})
after(() => server.close())

interface AdminPage {
  readonly data: readonly { readonly client_id: string }[]
  readonly next_cursor: string | null
}

const acme = {
  client_name: 'Acme',
  redirect_uris: ['https://acme.example/callback'],
  contacts: undefined,
}

async function newClient(name = 'Acme') {
  const made = await program.call('POST', '/clients', { body: { ...acme, client_name: name } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made
}

test('a client is made, read, changed and deleted, and is always the same document', async () => {
  const made = await newClient()
  const { client_id: id, client_secret: secret, client_secret_expires_at: _, ...rest } = made.body
  assert.match(secret, /^mdt_cs_/)
  assert.equal(made.headers.get('location'), `${server.issuer}/admin/v1/clients/${id}`)
  assert.equal(made.headers.get('cache-control'), 'no-store')

  const read = await program.call('GET', `/clients/${id}`)
  assert.equal(read.status, 200)
  assert.deepEqual(read.body, { client_id: id, ...rest })
  const row = await server.store.clients.find(id)
  assert.ok(row)
  assert.deepEqual(read.body, JSON.parse(JSON.stringify(clientDocument(row))))

  const tag = read.headers.get('etag') ?? ''
  const changed = await program.call('PATCH', `/clients/${id}`, {
    body: { client_name: 'Acme 2', publisher: 'Acme Inc.', require_pkce: true },
    headers: { 'if-match': tag },
  })
  assert.equal(changed.status, 200)
  assert.equal(changed.body.client_name, 'Acme 2')
  const without = await program.call('PATCH', `/clients/${id}`, {
    body: { publisher: null },
    headers: { 'if-match': changed.headers.get('etag') ?? '' },
  })
  assert.equal(without.status, 200)
  assert.equal('publisher' in without.body, false)

  assert.equal((await program.call('POST', `/clients/${id}/disable`)).body.disabled, true)
  assert.equal((await program.call('POST', `/clients/${id}/enable`)).body.disabled, false)
  assert.equal((await program.call('DELETE', `/clients/${id}`)).status, 204)
  assert.equal((await program.call('GET', `/clients/${id}`)).status, 404)
})

test('what an operator does over the API is recorded as done by the program', async () => {
  const { body } = await newClient('Recorded')
  const [fact] = await server.store.facts.list({ clientId: body.client_id }, 1)
  assert.equal(fact?.kind, 'client.created')
  assert.deepEqual(fact?.by, {
    ...{ kind: 'operator', via: 'api', id: `client:${program.clientId}` },
    network: '127.0.0.1',
  })
})

test('an API is registered, changed and deleted', async () => {
  const body = { client_name: 'Notes', resource: 'https://api.notes.example' }
  const made = await program.call('POST', '/resources', { body })
  assert.equal(made.status, 201)
  const { client_id: id } = made.body
  const again = await program.call('POST', '/resources', { body })
  assert.equal(again.status, 409)
  assert.equal(again.body.code, 'uri_taken')
  const changed = await program.call('PATCH', `/resources/${id}`, {
    body: { restricted: true },
    headers: { 'if-match': '*' },
  })
  assert.equal(changed.body.restricted, true)
  const rotated = await program.call('POST', `/resources/${id}/secret`, { body: {} })
  assert.match(rotated.body.client_secret, /^mdt_cs_/)
  assert.equal((await program.call('DELETE', `/resources/${id}`)).status, 204)
})

test('pages lead through a list exactly once, in any size', async () => {
  for (const name of ['One', 'Two', 'Three']) await newClient(name)
  const whole = (await program.call('GET', '/clients?limit=1000')).body.data
  const ids: string[] = []
  let cursor: string | null = ''
  do {
    const path: string = `/clients?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor ?? '')}`}`
    const page: AdminPage = (await program.call('GET', path)).body
    assert.ok(page.data.length <= 2)
    ids.push(...page.data.map((one) => one.client_id))
    cursor = page.next_cursor
  } while (cursor !== null)
  assert.deepEqual(
    ids,
    whole.map((one: AdminPage['data'][number]) => one.client_id),
  )
})

test('a wrong member is named with its place, and with what would be right', async () => {
  const problem = async (body: unknown) => {
    const answer = await program.call('POST', '/clients', { body })
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    return [answer.status, answer.body.field, answer.body.detail]
  }
  assert.deepEqual(await problem({ ...acme, client_nmae: 'Acme' }), [
    ...[422, '/client_nmae', 'There is no client_nmae here.'],
  ])
  assert.deepEqual(await problem({ redirect_uris: [] }), [
    ...[422, '/client_name', 'client_name is missing.'],
  ])
  const [status, field] = await problem({ ...acme, redirect_uris: ['https://a.example/cb', 7] })
  assert.deepEqual([status, field], [422, '/redirect_uris/1'])
  const [, place, detail] = await problem({ ...acme, redirect_uris: ['javascript:alert(1)'] })
  assert.equal(place, '/redirect_uris')
  assert.match(detail, /redirect URI/)
  assert.deepEqual((await problem({ ...acme, scope: 'nonsense' })).slice(0, 2), [422, '/scope'])
  assert.deepEqual((await problem({ ...acme, jwks_uri: 'http://x' })).slice(0, 2), [
    422,
    '/jwks_uri',
  ])
  assert.deepEqual((await problem('{"client_name":')).slice(0, 1), [400])
  assert.equal((await program.call('POST', '/clients')).status, 415)
  const query = await program.call('GET', '/clients?limit=0&colour=red&limit=3')
  assert.equal(query.status, 400)
  assert.deepEqual(
    query.body.errors.map((one: { field: string }) => one.field),
    ['limit', 'colour'],
  )
})

test('a change needs the tag of the document that it changes', async () => {
  const { client_id: id } = (await newClient('Tagged')).body
  const body = { client_name: 'Changed' }
  assert.equal((await program.call('PATCH', `/clients/${id}`, { body })).status, 428)
  const stale = { 'if-match': '"another"' }
  const refused = await program.call('PATCH', `/clients/${id}`, { body, headers: stale })
  assert.equal(refused.status, 412)
  assert.equal((await program.call('GET', `/clients/${id}`)).body.client_name, 'Tagged')
})

test('a place that does not exist, and a method that is not offered', async () => {
  assert.equal((await program.call('GET', '/nothing')).status, 404)
  const wrong = await program.call('PUT', '/clients')
  assert.equal(wrong.status, 405)
  assert.equal(wrong.headers.get('allow'), 'GET, HEAD, POST')
  const { status, headers } = await call(server.issuer, { method: 'GET', path: '/clients' })
  assert.equal(status, 401)
  assert.match(headers.get('www-authenticate') ?? '', /^Bearer realm=/)
})

test('a token for the admin API is of no use elsewhere', async () => {
  const as = { id: server.resource.id, secret: server.resourceSecret }
  const { token } = program
  const { body } = await post(`${server.issuer}/oauth2/introspect`, { token }, { as })
  assert.deepEqual(body, { active: false })
})
