import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { type ApiOptions, startApi } from './api.ts'

/** The authorization server's tokens: scope by token. Each token acts for an account of its name. */
const TOKENS: Readonly<Record<string, string>> = {
  ada: 'all',
  bob: 'notes:read notes:write',
  eve: 'notes:read',
}

async function startIntrospection(t: TestContext): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.end(JSON.stringify({ issuer, introspection_endpoint: `${issuer}/introspect` }))
      return
    }
    const token = new URLSearchParams(await text(request)).get('token') ?? ''
    const scope = TOKENS[token]
    const exp = Math.floor(Date.now() / 1000) + 300
    const live = { sub: token, client_id: 'crm', username: `${token}@example.com`, exp, scope }
    const answer = scope === undefined ? { active: false } : { active: true, ...live }
    response.end(JSON.stringify({ token_type: 'bearer', ...answer }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return issuer
}

async function setUp(t: TestContext, options: Partial<ApiOptions> = {}) {
  const issuer = await startIntrospection(t)
  const api = await startApi({
    issuer,
    clientId: 'notes',
    clientSecret: 'mdt_cs_x',
    host: '127.0.0.1',
    port: 0,
    ...options,
  })
  t.after(() => api.close())
  const call = async (path: string, token?: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('connection', 'close')
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    const response = await fetch(api.url + path, { ...init, headers })
    return { response, json: JSON.parse(await response.text()) }
  }
  const post = (token: string, body: string, type = 'application/json') =>
    call('/notes', token, { method: 'POST', body, headers: { 'content-type': type } })
  return { api, issuer, call, post }
}

test('a caller with a token learns who it acts for', async (t) => {
  const { call } = await setUp(t)
  const { response, json } = await call('/me', 'ada')
  assert.equal(response.status, 200)
  assert.equal(json.subject, 'ada')
  assert.equal(json.username, 'ada@example.com')
  assert.equal(json.client_id, 'crm')
  assert.equal(json.scope, 'all')
})

test('a new note is listed first, and only for its account', async (t) => {
  const { call, post } = await setUp(t)
  const added = await post('bob', JSON.stringify({ text: 'Call Ada' }))
  assert.equal(added.response.status, 201)
  assert.deepEqual((await call('/notes', 'bob')).json.notes[0], added.json)
  const others = (await call('/notes', 'ada')).json.notes
  assert.equal(others.length, 1)
  assert.ok(!JSON.stringify(others).includes('Call Ada'))
})

test('a token for reading cannot write', async (t) => {
  const { call, post } = await setUp(t)
  assert.equal((await call('/notes', 'eve')).response.status, 200)
  const { response, json } = await post('eve', '{"text":"x"}')
  assert.equal(response.status, 403)
  assert.equal(json.error, 'insufficient_scope')
  assert.match(response.headers.get('www-authenticate') ?? '', /scope="notes:write"/)
})

test('without a good token there is a challenge that leads to the metadata', async (t) => {
  const { api, issuer, call } = await setUp(t)
  assert.equal((await call('/me', 'nobody')).response.status, 401)
  const { response } = await call('/me')
  assert.equal(response.status, 401)
  const challenge = response.headers.get('www-authenticate') ?? ''
  const [, metadata = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? []
  const described = await call(metadata.slice(api.url.length))
  assert.equal(described.json.resource, api.url)
  assert.deepEqual(described.json.authorization_servers, [issuer])
})

test('behind a proxy the API identifies itself by its registered URI', async (t) => {
  const { call } = await setUp(t, { resource: 'https://notes.example' })
  const { response } = await call('/me')
  assert.match(
    response.headers.get('www-authenticate') ?? '',
    /"https:\/\/notes\.example\/\.well-known\/oauth-protected-resource"/,
  )
})

const BAD_BODIES: readonly [string, string, number][] = [
  ['', 'application/json', 400],
  ['{"text":', 'application/json', 400],
  ['[]', 'application/json', 400],
  ['null', 'application/json', 400],
  ['{}', 'application/json', 400],
  ['{"text":"  "}', 'application/json', 400],
  ['{"text":7}', 'application/json', 400],
  [JSON.stringify({ text: 'x'.repeat(2_001) }), 'application/json', 400],
  ['text=x', 'application/x-www-form-urlencoded', 415],
  [JSON.stringify({ text: 'x'.repeat(20_000) }), 'application/json', 413],
]
for (const [body, type, status] of BAD_BODIES) {
  test(`${body.slice(0, 20)}… as ${type} is ${status} with a sentence, and nothing is added`, async (t) => {
    const { call, post } = await setUp(t)
    const { response, json } = await post('ada', body, type)
    assert.equal(response.status, status)
    assert.match(json.error_description, /\.$/)
    assert.equal((await call('/notes', 'ada')).json.notes.length, 1)
  })
}

test('an unknown path is 404, even one named like a property of every object', async (t) => {
  const { call } = await setUp(t)
  for (const path of ['/', '/constructor', '//notes', '/__proto__']) {
    assert.equal((await call(path, 'ada')).response.status, 404, path)
  }
})

test('an unsupported method is 405 and the response lists the supported ones', async (t) => {
  const { call } = await setUp(t)
  const { response } = await call('/notes', 'ada', { method: 'DELETE' })
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'GET, POST')
})

test('HEAD is answered like GET, without a body', async (t) => {
  const { api } = await setUp(t)
  const headers = { authorization: 'Bearer ada' }
  const response = await fetch(`${api.url}/me`, { method: 'HEAD', headers })
  assert.equal(response.status, 200)
  assert.equal(await response.text(), '')
})

test('a wrong option is reported, and no port stays in use', async (t) => {
  const { api } = await setUp(t)
  const port = Number(new URL(api.url).port)
  await api.close()
  const wrong = { issuer: 'x', clientId: 'a', clientSecret: 'b', host: '127.0.0.1', port }
  await assert.rejects(startApi(wrong), { name: 'TypeError', message: /^issuer must be/ })
  const again = await startApi({ ...wrong, issuer: 'https://mandate.example' })
  await again.close()
})
