import assert from 'node:assert/strict'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import {
  active,
  type Behaviour,
  deserted,
  inactive,
  listen,
  startStandIn,
} from '../../test/authorization-server.ts'
import { newProver } from '../../test/prover.ts'
import { createGuard, type Guard, principalOf } from '../index.ts'

/** Starts an API whose `/notes` needs the scope `notes:read` and answers the subject. */
type StartApi = (t: TestContext, guard: Guard) => Promise<string>

const need = { scope: 'notes:read' }

const startNode: StartApi = (t, guard) =>
  serve(
    t,
    http.createServer(
      guard.node((_request, response, { subject }) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ subject }))
      }, need),
    ),
  )

const startExpress: StartApi = (t, guard) => {
  const app = express()
  app.all('/notes', guard.express(need), (request, response) => {
    response.json({ subject: principalOf(request).subject })
  })
  app.get('/unguarded', (request, response) => {
    response.json({ subject: principalOf(request).subject })
  })
  // Keeps Express from printing the error that a test provokes.
  app.set('env', 'test')
  return serve(t, http.createServer(app))
}

const startFastify: StartApi = async (t, guard) => {
  const app = fastify()
  app.all('/notes', { onRequest: guard.fastify(need) }, async (request) => ({
    subject: principalOf(request).subject,
  }))
  app.get('/unguarded', async (request) => ({ subject: principalOf(request).subject }))
  t.after(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** The bridge stands for a platform that hands `Request`s to a function. */
const startFetch: StartApi = (t, guard) => {
  const handler = guard.fetch(
    (_request, { subject }, region: string) => Response.json({ subject, region }),
    need,
  )
  const bridge = http.createServer(async (request, response) => {
    const headers = new Headers()
    const { rawHeaders } = request
    for (let i = 0; i < rawHeaders.length; i += 2) {
      headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
    }
    const url = new URL(request.url ?? '/', 'http://api.example')
    const answer = await handler(new Request(url, { headers }), 'eu')
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(await answer.text())
  })
  return serve(t, bridge)
}

async function serve(t: TestContext, server: http.Server): Promise<string> {
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return listen(server)
}

interface Answer {
  readonly status: number | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly json: Readonly<Record<string, unknown>>
}

/** One request with headers exactly as given, twice the same name included. */
function call(url: string, headers: readonly string[] = [], method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url)
    const raw = ['host', host, 'connection', 'close', ...headers]
    const request = http.request(url, { method, headers: raw, agent: false }, async (response) => {
      const content = await text(response)
      resolve({
        status: response.statusCode,
        headers: response.headers,
        json: content === '' ? {} : JSON.parse(content),
      })
    })
    request.on('error', reject).end()
  })
}

const good = ['authorization', 'Bearer good']

for (const [name, startApi] of Object.entries({
  'node:http': startNode,
  Express: startExpress,
  Fastify: startFastify,
  'web-standard': startFetch,
} satisfies Record<string, StartApi>)) {
  const setUp = async (t: TestContext, behaviour?: Behaviour) => {
    const server = await startStandIn(t, behaviour)
    const guard = createGuard({
      introspectionEndpoint: server.introspectionEndpoint,
      clientId: 'notes',
      clientSecret: 'mdt_cs_x',
      resourceMetadata: 'https://api.example/.well-known/oauth-protected-resource',
    })
    t.after(() => guard.close())
    return { server, api: await startApi(t, guard) }
  }

  test(`${name}: a good token reaches the handler, with its principal`, async (t) => {
    const { api } = await setUp(t)
    const { status, json } = await call(`${api}/notes`, good)
    assert.equal(status, 200)
    assert.equal(json['subject'], 'acc_1')
  })

  test(`${name}: without a token the answer is a challenge and no error code`, async (t) => {
    const { api } = await setUp(t)
    const { status, headers, json } = await call(`${api}/notes`)
    assert.equal(status, 401)
    assert.match(
      String(headers['www-authenticate']),
      /^Bearer realm="api", scope="notes:read", resource/,
    )
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(String(headers['content-type']), /^application\/json/)
    assert.deepEqual(Object.keys(json), ['error', 'error_description'])
    assert.equal(json['error'], 'missing_token')
  })

  test(`${name}: a token in the query is not looked at`, async (t) => {
    const { api, server } = await setUp(t)
    assert.equal((await call(`${api}/notes?access_token=good`)).status, 401)
    assert.equal(server.asked.length, 0)
  })

  test(`${name}: two Authorization headers are 400 invalid_request`, async (t) => {
    const { api, server } = await setUp(t)
    const { status, headers, json } = await call(`${api}/notes`, [...good, ...good])
    assert.equal(status, 400)
    assert.equal(json['error'], 'invalid_request')
    assert.match(String(headers['www-authenticate']), /error="invalid_request".*resource_metadata=/)
    assert.equal(server.asked.length, 0)
  })

  test(`${name}: a dead token is 401 invalid_token`, async (t) => {
    const { api } = await setUp(t, inactive)
    const { status, headers, json } = await call(`${api}/notes`, good)
    assert.equal(status, 401)
    assert.equal(json['error'], 'invalid_token')
    assert.match(String(headers['www-authenticate']), /error="invalid_token".*resource_metadata=/)
  })

  test(`${name}: too little scope is 403 and names the scope`, async (t) => {
    const { api } = await setUp(t, active({ scope: 'notes:write' }))
    const { status, headers, json } = await call(`${api}/notes`, good)
    assert.equal(status, 403)
    assert.equal(json['error'], 'insufficient_scope')
    assert.match(String(headers['www-authenticate']), /scope="notes:read", resource_metadata=/)
  })

  test(`${name}: a sick authorization server is 503 with Retry-After and no challenge`, async (t) => {
    const guard = createGuard({
      introspectionEndpoint: await deserted(),
      clientId: 'notes',
      clientSecret: 'mdt_cs_x',
      onProblem: () => {},
    })
    const { status, headers, json } = await call(`${await startApi(t, guard)}/notes`, good)
    assert.equal(status, 503)
    assert.equal(headers['retry-after'], '2')
    assert.equal(headers['www-authenticate'], undefined)
    assert.equal(json['error'], 'temporarily_unavailable')
  })

  test(`${name}: a token bound to a key needs a proof for the API's public address`, async (t) => {
    const token = 'bound'
    const { prove, thumbprint } = await newProver('https://api.example/v1/notes', token)
    const { issuer } = await startStandIn(
      t,
      active({ token_type: 'DPoP', cnf: { jkt: thumbprint } }),
    )
    const guard = createGuard({
      ...{ issuer, clientId: 'notes', clientSecret: 'mdt_cs_x' },
      publicUrl: 'https://api.example/v1',
    })
    t.after(() => guard.close())
    const api = await startApi(t, guard)
    const send = (proof: string) =>
      call(`${api}/notes?a=b`, ['Authorization', `DPoP ${token}`, 'DPoP', proof])
    const good = await prove()
    assert.equal((await send(good)).status, 200)
    const { status, headers, json } = await send(good)
    assert.deepEqual([status, json['error']], [401, 'invalid_dpop_proof'])
    assert.match(String(headers['www-authenticate']), /^DPoP .*error="invalid_dpop_proof"/)
    const late = await send(await prove({ claims: { iat: 1 } }))
    assert.deepEqual([late.status, late.json['error']], [401, 'use_dpop_nonce'])
    const nonce = String(late.headers['dpop-nonce'])
    assert.equal((await send(await prove({ claims: { iat: 1, nonce } }))).status, 200)
    const plain = await call(`${api}/notes`, ['Authorization', `Bearer ${token}`])
    assert.deepEqual([plain.status, plain.json['error']], [401, 'invalid_token'])
    assert.match(String(plain.headers['www-authenticate']), /^DPoP /)
  })

  test(`${name}: many requests with many tokens share few connections`, async (t) => {
    const { api, server } = await setUp(t)
    for (let i = 0; i < 5; i++) await call(`${api}/notes`, ['authorization', `Bearer t${i}`])
    assert.equal(server.asked.length, 5)
    assert.equal(server.connections(), 1)
  })
}

for (const [name, startApi] of Object.entries({ Express: startExpress, Fastify: startFastify })) {
  test(`${name}: asking for the principal of an unguarded route is an error`, async (t) => {
    const { issuer } = await startStandIn(t)
    const guard = createGuard({ issuer, clientId: 'notes', clientSecret: 'mdt_cs_x' })
    t.after(() => guard.close())
    const { status } = await fetch(`${await startApi(t, guard)}/unguarded`)
    assert.equal(status, 500)
  })
}

test('Fastify: the body of a stranger is not read', async (t) => {
  const { issuer } = await startStandIn(t)
  const guard = createGuard({ issuer, clientId: 'notes', clientSecret: 'mdt_cs_x' })
  t.after(() => guard.close())
  const api = await startFastify(t, guard)
  const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }
  assert.equal((await fetch(`${api}/notes`, broken)).status, 401)
})

test('Fastify: a hook added to a whole plugin guards its routes, also without a network', async (t) => {
  const { issuer } = await startStandIn(t)
  const guard = createGuard({ issuer, clientId: 'notes', clientSecret: 'mdt_cs_x' })
  t.after(() => guard.close())
  const app = fastify()
  t.after(() => app.close())
  app.register(async (notes) => {
    notes.addHook('onRequest', guard.fastify())
    notes.get('/me', async (request) => principalOf(request).clientId)
  })
  const inject = (headers: Record<string, string>) => app.inject({ url: '/me', headers })
  assert.equal((await inject({})).statusCode, 401)
  assert.equal((await inject({ authorization: 'Bearer good' })).body, 'crm')
})
