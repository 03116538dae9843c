/**
 * Mandate's side of the protocol as a platform sees it: sign-ins that can be read and answered
 * once, accounts that are created by an answer, and changes to users. `test/own-sign-in.slow.test.ts` in
 * the repository tests the same against the real server.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

export const KEY = 'mdt_pk_0123456789abcdefghijkl'

type Json = Readonly<Record<string, unknown>>

/** What one request gets instead of a normal response. */
export type Trouble =
  | 'cut'
  | 'silence'
  | 'endless'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

export interface FakeMandate {
  readonly issuer: string
  /** Starts a sign-in and returns its id. */
  begin(asked?: Json): string
  /** Makes a sign-in expire. */
  expire(id: string): void
  /** Every request so far: its path and body. */
  readonly requests: { readonly path: string; readonly body: string }[]
  /** Whether each account is disabled, by the platform's id. */
  readonly accounts: Map<string, { disabled: boolean }>
  /** The faults of the next requests, in order. */
  readonly troubles: Trouble[]
}

interface SignInState {
  readonly asked: Json
  expired: boolean
  answer?: string
}

/** Stops after the test. */
export async function startFakeMandate(t: TestContext): Promise<FakeMandate> {
  const signIns = new Map<string, SignInState>()
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fake: FakeMandate = {
    issuer,
    begin(asked = {}) {
      const id = `id_${signIns.size}`
      signIns.set(id, { asked, expired: false })
      return id
    },
    expire(id) {
      const found = signIns.get(id)
      if (found !== undefined) found.expired = true
    },
    requests: [],
    accounts: new Map(),
    troubles: [],
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const path = request.url ?? ''
    fake.requests.push({ path, body })
    const trouble = fake.troubles.shift()
    if (trouble !== undefined) return makeTrouble(trouble, response)
    if (request.headers.authorization !== `Bearer ${KEY}`) {
      response.setHeader('www-authenticate', 'Bearer realm="platform"')
      return problem(response, 401, 'invalid_key')
    }
    if (path === '/platform/v1/users') return changeUsers(request, response, body)
    const parsed: Json = JSON.parse(body)
    const signIn = signIns.get(String(parsed['id']))
    if (signIn === undefined) return problem(response, 404, 'unknown_sign_in')
    if (signIn.expired) return problem(response, 410, 'sign_in_expired')
    if (path === '/platform/v1/sign-in/read') {
      return send(response, { ...ASKED, ...signIn.asked })
    }
    if (signIn.answer !== undefined && signIn.answer !== body) {
      return problem(response, 409, 'already_answered')
    }
    const { subject, auth_time } = parsed
    const after = signIn.asked['auth_time_after']
    if (
      typeof subject === 'string' &&
      typeof after === 'number' &&
      Number(auth_time) < after - LEEWAY_SECONDS
    ) {
      return problem(response, 422, 'sign_in_too_old')
    }
    if (typeof subject === 'string') {
      if (fake.accounts.get(subject)?.disabled) return problem(response, 422, 'account_disabled')
      fake.accounts.set(subject, { disabled: false })
    }
    signIn.answer = body
    const continue_url = `${issuer}/sign-in/with/acme/callback?id=${parsed['id']}&continuation=c`
    send(response, { continue_url, expires_in: 60 })
  }

  function changeUsers(request: IncomingMessage, response: ServerResponse, body: string): void {
    const isLines = request.headers['content-type'] === 'application/x-ndjson'
    const changes: Json[] = isLines
      ? body
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : JSON.parse(body).changes
    const report = { changed: 0, unchanged: 0, unknown: [] as unknown[], refused: [] as Json[] }
    for (const [index, { subject, change }] of changes.entries()) {
      const account = fake.accounts.get(String(subject))
      const wanted = change === 'disable'
      if (change === 'merge') {
        report.refused.push({ index, code: 'merge_impossible', detail: 'No such user.' })
      } else if (account === undefined) report.unknown.push(subject)
      else if (account.disabled === wanted) report.unchanged++
      else {
        account.disabled = wanted
        report.changed++
      }
    }
    const { unknown, refused } = report
    send(response, {
      ...report,
      unknown: unknown.slice(0, 1_000),
      unknown_count: unknown.length,
      refused_count: refused.length,
    })
  }
  return fake
}

/** How far behind a platform's clock may be. */
const LEEWAY_SECONDS = 30

const ASKED = {
  client: { client_id: 'crm', name: 'CRM' },
  scope: 'all',
  resources: ['https://notes.example'],
  prompt: [],
  max_age: null,
  login_hint: null,
  ui_locales: null,
  interactive: true,
  auth_time_after: null,
  expires_at: 4_000_000_000,
  signed_in_as: null,
}

function problem(response: ServerResponse, status: number, code: string): void {
  response.setHeader('content-type', 'application/problem+json')
  send(
    response,
    { type: 'about:blank', status, code, title: 'No', detail: `It is ${code}.` },
    status,
  )
}

function send(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', ...response.getHeaders() })
  response.end(JSON.stringify(value))
}

async function makeTrouble(trouble: Trouble, response: ServerResponse): Promise<void> {
  if (trouble === 'silence') return
  if (trouble === 'cut') return void response.destroy()
  if (trouble === 'endless') {
    response.writeHead(200)
    while (!response.destroyed) {
      response.write('x'.repeat(64 * 1024))
      await pause(1)
    }
    return
  }
  response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? '')
}
