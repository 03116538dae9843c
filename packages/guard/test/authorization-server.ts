/**
 * A stand-in for the authorization server: real HTTP on loopback, and as ill-behaved as a test wants.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export interface Introspection {
  readonly authorization: string | undefined
  readonly form: URLSearchParams
}

/** How the introspection endpoint answers. */
export type Behaviour = (
  response: ServerResponse,
  context: {
    readonly form: URLSearchParams
    readonly request: IncomingMessage
    readonly firstOfConnection: boolean
  },
) => void

export interface StandIn {
  readonly issuer: string
  readonly introspectionEndpoint: string
  /** Every introspection request so far. */
  readonly asked: readonly Introspection[]
  readonly connections: () => number
  readonly metadataReads: () => number
  behave(behaviour: Behaviour): void
  /** Replaces members of the metadata; null takes the metadata away. */
  describe(metadata: Readonly<Record<string, unknown>> | null): void
}

/** Starts one for a test and stops it when the test is over. */
export async function startStandIn(
  t: TestContext,
  behaviour: Behaviour = active(),
): Promise<StandIn> {
  const asked: Introspection[] = []
  let metadata: Readonly<Record<string, unknown>> | null = {}
  const seen = new WeakSet<object>()
  let connections = 0
  let metadataReads = 0
  let current = behaviour

  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/.well-known/')) {
      metadataReads++
      const described = { issuer, introspection_endpoint: introspectionEndpoint, ...metadata }
      return metadata === null ? response.writeHead(503).end() : sendJson(response, described)
    }
    const form = new URLSearchParams(await text(request))
    asked.push({ authorization: request.headers.authorization, form })
    const firstOfConnection = !seen.has(request.socket)
    seen.add(request.socket)
    current(response, { form, request, firstOfConnection })
  })
  server.on('connection', () => connections++)
  const issuer = await listen(server)
  const introspectionEndpoint = `${issuer}/oauth2/introspect`
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    issuer,
    introspectionEndpoint,
    asked,
    connections: () => connections,
    metadataReads: () => metadataReads,
    behave: (next) => {
      current = next
    },
    describe: (next) => {
      metadata = next
    },
  }
}

/** A live token of a signed-in user, with members replaced or (by undefined) left out. */
export function active(claims: Readonly<Record<string, unknown>> = {}): Behaviour {
  const inAnHour = Math.floor(Date.now() / 1000) + 3600
  return (response) =>
    sendJson(response, {
      active: true,
      sub: 'acc_1',
      client_id: 'crm',
      username: 'ada@example.com',
      scope: 'all notes:read',
      token_type: 'bearer',
      exp: inAnHour,
      jti: 'tok_1',
      ...claims,
    })
}

export const inactive: Behaviour = (response) => sendJson(response, { active: false })

export const silent: Behaviour = () => {}

export const reset: Behaviour = (_response, { request }) => request.socket.destroy()

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (response) => response.writeHead(code, headers).end('{"error":"made_up"}')
}

export function body(content: string): Behaviour {
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(content)
}

/** An address without a listener. */
export async function deserted(): Promise<string> {
  const server = createTcpServer()
  const origin = await listen(server)
  await new Promise((done) => server.close(done))
  return origin
}

/** Listens on a free loopback port and answers the origin. */
export async function listen(server: {
  listen(port: number, host: string, done: () => void): unknown
  address(): AddressInfo | string | null
}): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
