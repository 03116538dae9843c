/** A client's HTTP side: the requests of RFC 6749 with HTTP Basic, nothing more. */

import assert from 'node:assert/strict'
import { REDIRECT_URI, type RunningServer } from './running-server.ts'
import { obtainCode, simplestRequest } from './visitor.ts'

export interface Credentials {
  readonly id: string
  readonly secret: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

export function basic({ id, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

export function ownCredentials(server: RunningServer): Credentials {
  return { id: server.client.id, secret: server.clientSecret }
}

export function apiCredentials(server: RunningServer): Credentials {
  return { id: server.resource.id, secret: server.resourceSecret }
}

/** POSTs a form with HTTP Basic. */
export async function post(
  address: string,
  form: Readonly<Record<string, string>> | string,
  options: {
    readonly as?: Credentials | undefined
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  const headers = new Headers(options.headers)
  if (options.as !== undefined) headers.set('authorization', basic(options.as))
  const response = await fetch(address, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : {},
  }
}

export async function exchange(
  server: RunningServer,
  code: string,
  more: {
    readonly as?: Credentials
    readonly form?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    ...more.form,
  }
  const as = more.as ?? ownCredentials(server)
  return post(`${server.issuer}/oauth2/token`, form, { as, headers: more.headers ?? {} })
}

export async function refresh(
  server: RunningServer,
  refreshToken: string,
  more: {
    readonly as?: Credentials
    readonly form?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...more.form }
  const as = more.as ?? ownCredentials(server)
  return post(`${server.issuer}/oauth2/token`, form, { as, headers: more.headers ?? {} })
}

export async function introspect(
  server: RunningServer,
  token: string,
  as: Credentials = apiCredentials(server),
): Promise<Answer> {
  return post(`${server.issuer}/oauth2/introspect`, { token }, { as })
}

export async function revoke(
  server: RunningServer,
  token: string,
  as: Credentials = ownCredentials(server),
): Promise<Answer> {
  return post(`${server.issuer}/oauth2/revoke`, { token }, { as })
}

export function tokensOf(answer: Answer): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = answer.body
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') {
    throw new Error(`no tokens: ${answer.status} ${JSON.stringify(answer.body['error'])}`)
  }
  return { accessToken, refreshToken }
}

/**
 * A whole login: the first pair of tokens of a new grant. `as` logs in with another client, and
 * `parameters` are added to the authorization request.
 */
export async function obtainTokens(
  server: RunningServer,
  { as = ownCredentials(server), parameters = {} }: LoginOptions = {},
): Promise<Tokens> {
  const code = await obtainCode(server, {
    ...simplestRequest(server),
    client_id: as.id,
    ...parameters,
  })
  return tokensOf(await exchange(server, code, { as }))
}

interface LoginOptions {
  readonly as?: Credentials
  readonly parameters?: Readonly<Record<string, string>>
}

/** Asserts that the response is this error of RFC 6749 §5.2. */
export function assertError(answer: Answer, error: string, message?: string): void {
  const status = error === 'invalid_client' ? 401 : 400
  assert.deepEqual([answer.status, answer.body['error']], [status, error], message ?? error)
}
