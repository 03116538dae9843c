/** A program of an operator: a client with scopes of the admin API, and requests with its tokens. */

import assert from 'node:assert/strict'
import { everyPermission, type Permission, scopeOf } from '../../src/operators/permissions.ts'
import { post } from '../integrator.ts'
import type { RunningServer } from '../running-server.ts'

export interface AdminAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an answer is checked member by member.
  readonly body: any
}

interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the program's own token. */
  readonly token?: string
}

export interface Program {
  readonly clientId: string
  readonly token: string
  call(method: string, path: string, sent?: Sent): Promise<AdminAnswer>
}

/** Registers a client with these permissions, and gets it a token for the admin API. */
export async function newProgram(
  server: RunningServer,
  permissions: readonly Permission[] = everyPermission,
): Promise<Program> {
  const scope = permissions.map(scopeOf).join(' ')
  const { client, secret } = await server.register({
    name: 'Operations',
    grantTypes: ['client_credentials'],
    redirectUris: [],
    trusted: false,
    scope,
  })
  const form = {
    grant_type: 'client_credentials',
    scope,
    resource: `${server.issuer}/admin/v1`,
  }
  const as = { id: client.id, secret }
  const { status, body } = await post(`${server.issuer}/oauth2/token`, form, { as })
  assert.equal(status, 200, JSON.stringify(body))
  const token = String(body['access_token'])
  return {
    clientId: client.id,
    token,
    call: (method, path, sent = {}) => call(server.issuer, { method, path, token, ...sent }),
  }
}

/** One request to the admin API. `path` is below `/admin/v1`. */
export async function call(
  origin: string,
  { method, path, token, body, headers = {} }: Sent & { method: string; path: string },
): Promise<AdminAnswer> {
  const response = await fetch(`${origin}/admin/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}
