import assert from 'node:assert/strict'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { createClient, memoryStore } from './index.ts'

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What `startLogin` makes of a server that answers so. */
async function startLoginAt(answer: (issuer: string) => RequestListener): Promise<unknown> {
  let listener: RequestListener = () => {}
  const server = createHttpServer((request, response) => listener(request, response))
  const issuer = await listen(server)
  listener = answer(issuer)
  try {
    return await clientOf(issuer).startLogin()
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function clientOf(issuer: string) {
  const redirectUri = 'http://127.0.0.1/cb'
  const timeouts = { requestMs: 60_000, totalMs: 60_000 }
  const own = { clientId: 'notes', clientSecret: 'shh', redirectUri, store: memoryStore() }
  return createClient({ issuer, timeouts, ...own })
}

const json =
  (body: object): RequestListener =>
  (_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

describe('the metadata of the server', () => {
  it('must name the very issuer that was asked', async () => {
    const other = startLoginAt(() => json({ issuer: 'https://evil.example' }))
    await assert.rejects(other, { code: 'metadata_invalid', message: /issuer/ })
  })

  it('must have endpoints that secrets may be sent to', async () => {
    const endpoint = 'http://login.example/token'
    const exposed = startLoginAt((issuer) =>
      json({ issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: endpoint }),
    )
    await assert.rejects(exposed, { code: 'metadata_invalid', message: /token_endpoint/ })
    const missing = startLoginAt((issuer) => json({ issuer, token_endpoint: issuer }))
    await assert.rejects(missing, { code: 'metadata_invalid', message: /authorization_endpoint/ })
  })

  it('that are not there are told from a server in trouble', async () => {
    const answer = (status: number, headers = {}) =>
      startLoginAt(() => (_, response) => response.writeHead(status, headers).end('no'))
    await assert.rejects(answer(404), { code: 'metadata_invalid' })
    await assert.rejects(answer(503, { 'retry-after': '3600' }), {
      code: 'server_unavailable',
      retryAfterSeconds: 3600,
    })
  })

  it('that break off half-way are told from metadata that are wrong', async () => {
    const cut = startLoginAt((issuer) => (_, response) => {
      const text = JSON.stringify({ issuer })
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
      response.write(text.slice(0, text.length / 2), () => response.destroy())
    })
    await assert.rejects(cut, { code: 'server_unavailable' })
  })

  it('are asked for again after they could not be had', async () => {
    let healthy = false
    let issuer = ''
    const server = createHttpServer((request, response) => {
      if (!healthy) return void response.destroy()
      const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` }
      json({ issuer, ...endpoints })(request, response)
    })
    issuer = await listen(server)
    const client = clientOf(issuer)
    await assert.rejects(client.startLogin(), { code: 'server_unavailable' })
    healthy = true
    assert.match((await client.startLogin()).url, /\/a\?response_type=code/)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('an error of this package', () => {
  it('quotes nothing of an answer that could not be read, tokens least of all', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
    const garbled = [
      `${head}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n{"access_token":"mdt_at_leak"}`,
      `${head}\r\n{"issuer":"mdt_at_leak`,
      'mdt_at_leak',
    ]
    for (const answer of garbled) {
      const server = createSocketServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => socket.end(answer))
      })
      const issuer = await listen(server)
      await assert.rejects(clientOf(issuer).startLogin(), (error) => {
        const told = inspect(error, { depth: 20, showHidden: true })
        return !told.includes('leak') && !told.includes('shh')
      })
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
