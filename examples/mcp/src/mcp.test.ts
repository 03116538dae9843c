/** The MCP server at the HTTP level, with the SDK's client; the authorization server is a small one. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import {
  Client,
  InsufficientScopeError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { type RunningMcp, startMcp } from './mcp.ts'

/** Scope and audience by token; each token acts for an account of its name. */
const TOKENS: Readonly<Record<string, { scope: string; aud?: string }>> = {
  ada: { scope: 'notes:read notes:write', aud: 'here' },
  eve: { scope: 'notes:read', aud: 'here' },
  other: { scope: 'notes:read', aud: 'https://other.example/mcp' },
  anywhere: { scope: 'notes:read' },
}

let mcp: RunningMcp
let url: string
const introspection = createServer(async (request, response) => {
  const { port } = introspection.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  if (request.method === 'GET') {
    response.end(JSON.stringify({ issuer, introspection_endpoint: `${issuer}/introspect` }))
    return
  }
  const token = new URLSearchParams(await text(request)).get('token') ?? ''
  const known = TOKENS[token]
  const exp = Math.floor(Date.now() / 1000) + 300
  const aud = known?.aud === 'here' ? url : known?.aud
  const live = {
    active: true,
    token_type: 'bearer',
    sub: token,
    client_id: 'assistant',
    exp,
    scope: known?.scope,
    aud,
  }
  response.end(JSON.stringify(known === undefined ? { active: false } : live))
})

before(async () => {
  const listening = createServer()
  const portOf = (server: typeof listening) =>
    new Promise<number>((done) =>
      server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)),
    )
  const port = await portOf(listening)
  await new Promise((closed) => listening.close(closed))
  const issuer = `http://127.0.0.1:${await portOf(introspection)}`
  url = `http://127.0.0.1:${port}/mcp`
  const credentials = { clientId: 'notes', clientSecret: 'mdt_cs_x' }
  mcp = await startMcp({ issuer, ...credentials, resource: url, host: '127.0.0.1', port })
})
after(async () => {
  await mcp.close()
  introspection.closeAllConnections()
  introspection.close()
})

async function connectAs(token: string, versionNegotiation?: { mode: 'auto' }) {
  const client = new Client(
    { name: 'test', version: '1' },
    { ...(versionNegotiation && { versionNegotiation }) },
  )
  const headers = { authorization: `Bearer ${token}`, connection: 'close' }
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
  )
  return client
}

for (const mode of ['2026', '2025'] as const) {
  test(`a client of ${mode} lists the tools, adds a note and finds it`, async () => {
    const client = await connectAs('ada', mode === '2026' ? { mode: 'auto' } : undefined)
    const { tools } = await client.listTools()
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['list_notes', 'search_notes', 'add_note'],
    )
    await client.callTool({ name: 'add_note', arguments: { text: `Call Bob in ${mode}` } })
    const found = await client.callTool({
      name: 'search_notes',
      arguments: { text: `BOB in ${mode}` },
    })
    const { notes } = found.structuredContent as { notes: { text: string }[] }
    assert.deepEqual(
      notes.map(({ text }) => text),
      [`Call Bob in ${mode}`],
    )
    await client.close()
  })
}

test('a tool that needs more scope is refused with all that it needs, and changes nothing', async () => {
  const client = await connectAs('eve', { mode: 'auto' })
  const adding = client.callTool({ name: 'add_note', arguments: { text: 'x' } })
  await assert.rejects(adding, (error) => {
    assert.ok(error instanceof InsufficientScopeError)
    assert.equal(error.requiredScope, 'notes:read notes:write')
    return true
  })
  const { structuredContent } = await client.callTool({ name: 'list_notes', arguments: {} })
  assert.deepEqual(structuredContent, { notes: [] })
  await client.close()
})

const call = (token?: string, headers: Readonly<Record<string, string>> = {}, method = 'POST') =>
  fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ connection: 'close', ...headers },
    },
    ...(method === 'POST' && { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }),
  })

test('without a token the challenge leads to the metadata, and names what to ask for', async () => {
  const response = await call()
  assert.equal(response.status, 401)
  const challenge = response.headers.get('www-authenticate') ?? ''
  assert.match(challenge, /scope="notes:read"/)
  const [, address = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? []
  assert.equal(address, url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'))
  const metadata = Object(await (await fetch(address)).json())
  assert.equal(metadata.resource, url)
  assert.deepEqual(metadata.scopes_supported, ['notes:read'])
})

test('a token for another server, for none or for nobody is refused', async () => {
  for (const token of ['other', 'anywhere', 'unknown']) {
    const response = await call(token)
    assert.equal(response.status, 401, token)
    assert.match(response.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  }
})

test('a page of this machine may call it, one from elsewhere may not', async () => {
  const asked = { 'access-control-request-method': 'POST' }
  const page = 'http://localhost:6274'
  const preflight = await call(undefined, { origin: page, ...asked }, 'OPTIONS')
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), page)
  const unauthorized = await call(undefined, { origin: page })
  assert.equal(unauthorized.status, 401)
  assert.equal(unauthorized.headers.get('access-control-allow-origin'), page)
  assert.match(unauthorized.headers.get('access-control-expose-headers') ?? '', /WWW-Authenticate/)
  for (const origin of ['https://evil.example', 'null']) {
    const refused = await call('ada', { origin })
    assert.equal(refused.status, 403, origin)
    assert.equal(refused.headers.get('access-control-allow-origin'), null)
  }
})
