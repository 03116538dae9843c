import assert from 'node:assert/strict'
import http from 'node:http'
import { type TestContext, test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import { listen } from '../../test/authorization-server.ts'
import { createGuard, type Guard } from '../guard.ts'
import { metadataAddress } from './document.ts'

const ISSUER = 'https://login.example'
const RESOURCE = 'https://api.example/mcp'
const PATH = '/.well-known/oauth-protected-resource/mcp'
const OPTIONS = { name: 'Notes', scopes: ['notes:read', 'all'] }

const newGuard = (t: TestContext, change = {}) => {
  const guard = createGuard({
    ...{ issuer: ISSUER, clientId: 'notes', clientSecret: 'mdt_cs_x', resource: RESOURCE },
    ...change,
  })
  t.after(() => guard.close())
  return guard
}

/** Each guards everything, and answers the metadata all the same. */
const servers: Readonly<Record<string, (t: TestContext, guard: Guard) => Promise<string>>> = {
  node: (t, guard) =>
    serve(t, guard.metadata(OPTIONS).node(guard.node((_, response) => response.end()))),
  express: (t, guard) => {
    const app = express()
    app.use(guard.metadata(OPTIONS).express(), guard.express())
    return serve(t, app)
  },
  fastify: async (t, guard) => {
    const app = fastify()
    app.addHook('onRequest', guard.metadata(OPTIONS).fastify())
    app.addHook('onRequest', guard.fastify())
    t.after(() => app.close())
    return app.listen({ port: 0, host: '127.0.0.1' })
  },
  fetch: (t, guard) => {
    const handle = guard.metadata(OPTIONS).fetch(guard.fetch(() => new Response()))
    return serve(t, async ({ url = '', method = '', headers }, response) => {
      const sent = new Headers({ 'if-none-match': headers['if-none-match'] ?? '' })
      const asked = new Request(`http://api.example${url}`, { method, headers: sent })
      const answer = await handle(asked)
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  },
}

function serve(t: TestContext, listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return listen(server)
}

for (const [name, start] of Object.entries(servers)) {
  test(`${name}: anyone can read the metadata, at the address that a challenge names`, async (t) => {
    const api = await start(t, newGuard(t))
    const challenged = await fetch(`${api}/mcp`)
    assert.equal(challenged.status, 401)
    const challenge = challenged.headers.get('www-authenticate') ?? ''
    assert.match(challenge, new RegExp(`resource_metadata="https://api.example${PATH}"`))

    const found = await fetch(api + PATH)
    assert.equal(found.status, 200)
    assert.match(found.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(found.headers.get('access-control-allow-origin'), '*')
    assert.match(found.headers.get('cache-control') ?? '', /^public, max-age=\d+$/)
    assert.deepEqual(await found.json(), {
      resource: RESOURCE,
      resource_name: 'Notes',
      authorization_servers: [ISSUER],
      scopes_supported: ['notes:read', 'all'],
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: ['ES256', 'EdDSA', 'Ed25519', 'PS256'],
    })

    const ask = async (method: string, path = PATH, headers = {}) => {
      const answer = await fetch(api + path, { method, headers })
      return {
        status: answer.status,
        headers: answer.headers,
        length: (await answer.text()).length,
      }
    }
    const head = await ask('HEAD')
    assert.deepEqual([head.status, head.length], [200, 0])
    assert.equal(head.headers.get('content-length'), found.headers.get('content-length'))
    const etag = found.headers.get('etag') ?? ''
    assert.equal((await ask('GET', PATH, { 'if-none-match': `"x", W/${etag}` })).status, 304)
    const preflight = await ask('OPTIONS')
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers.get('access-control-allow-headers'), '*')
    const posted = await ask('POST')
    assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD, OPTIONS'])

    assert.equal((await ask('GET', `${PATH}/`)).status, 200)
    for (const path of ['/.well-known/oauth-protected-resource', `${PATH}x`, `/a${PATH}`]) {
      assert.equal((await ask('GET', path)).status, 401, path)
    }
  })
}

test('the well-known part goes between host and path (RFC 9728 §3.1)', () => {
  const WELL_KNOWN = '/.well-known/oauth-protected-resource'
  for (const [resource, address] of [
    ['https://api.example', `https://api.example${WELL_KNOWN}`],
    ['https://api.example/', `https://api.example${WELL_KNOWN}`],
    ['https://api.example:8443/v1/mcp', `https://api.example:8443${WELL_KNOWN}/v1/mcp`],
    ['https://api.example/a/', `https://api.example${WELL_KNOWN}/a/`],
    ['https://api.example?tenant=7', `https://api.example${WELL_KNOWN}?tenant=7`],
    ['urn:notes', undefined],
  ] as const) {
    assert.equal(metadataAddress(resource)?.href, address)
  }
})

test('what the guard does not know is not published', (t) => {
  const metadata = /metadata\(\) needs issuer, and resource/
  assert.throws(() => newGuard(t, { resource: undefined }).metadata(), metadata)
  assert.throws(() => newGuard(t, { resource: 'urn:notes' }).metadata(), metadata)
  const introspectionEndpoint = 'https://login.example/introspect'
  const foreign = newGuard(t, { issuer: undefined, introspectionEndpoint })
  assert.throws(() => foreign.metadata(), metadata)
  assert.throws(() => newGuard(t).metadata({ scopes: ['a b'] }), /single scope tokens/)
  const lasting = { scopes: ['offline_access'] }
  assert.throws(() => newGuard(t).metadata(lasting), /the server decides/)
  assert.throws(() => newGuard(t).metadata({ documentation: 'javascript:1' }), /^TypeError: docum/)
})

test('a challenge names the metadata only if the guard knows what it would say, or was told', async (t) => {
  const challengeOf = async (change: object) => {
    const outcome = await newGuard(t, change).check({ rawHeaders: [] })
    return outcome.outcome === 'refused' ? outcome.wwwAuthenticate : ''
  }
  assert.match(await challengeOf({}), new RegExp(`"https://api.example${PATH}"`))
  assert.match(await challengeOf({ resourceMetadata: 'https://a.example/m' }), /"https:\/\/a\.exa/)
  for (const change of [
    { resourceMetadata: false },
    { resource: undefined },
    { resource: 'urn:notes' },
    { issuer: undefined, introspectionEndpoint: 'https://login.example/introspect' },
  ]) {
    assert.equal(await challengeOf(change), 'Bearer realm="api"')
  }
})

test('members that only some APIs have are there when they are true', (t) => {
  const guard = newGuard(t, { clientCertificate: () => undefined })
  const { document } = guard.metadata({
    authorizationDetailsTypes: ['payment'],
    dpopRequired: true,
    scopes: [],
    documentation: 'https://docs.example/notes',
  })
  assert.equal(document.dpop_bound_access_tokens_required, true)
  assert.equal(document.tls_client_certificate_bound_access_tokens, true)
  assert.deepEqual(document.authorization_details_types_supported, ['payment'])
  assert.equal(document.resource_documentation, 'https://docs.example/notes')
  assert.equal('scopes_supported' in document, false)
})
