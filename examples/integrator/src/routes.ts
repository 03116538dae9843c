/** The browser's requests, from their cookies to the page or the redirect that answers them. */

import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  type GrantHandle,
  type GrantStatus,
  type MandateClient,
  MandateError,
  type PendingLogin,
} from '@mandate/client'
import { type Cookie, clearCookie, readCookie, setCookie } from './cookies.ts'
import { type ApiData, addNote, fetchApiData } from './notes-api.ts'
import { findNotice, noticeFor } from './notices.ts'
import { renderPage } from './page.ts'
import type { CookieSeal } from './sealed-cookie.ts'

export interface Application {
  readonly client: MandateClient
  readonly seal: CookieSeal
  readonly apiUrl: string
  /** Its own address. */
  readonly url: string
}

interface Visit extends Application {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: string
  readonly location: URL
  /** The grant of this browser, or undefined if it never connected. */
  readonly grantKey: string | undefined
}

/** Identifies this browser's grant. */
const SESSION: Cookie = { name: 'acme_session', path: '/', seconds: 365 * 24 * 60 * 60 }
/**
 * A login in progress: one cookie for each, so that two tabs do not interfere. It is left to
 * expire: a double click on "Allow" brings the browser here twice.
 */
function loginCookie(state: string): Cookie {
  return { name: `acme_login_${state.slice(0, 12)}`, path: '/callback', seconds: 60 * 60 }
}
const BODY_LIMIT = 10_000
const stylesheet = readFileSync(new URL('acme.css', import.meta.url))

const routes: Readonly<Record<string, (visit: Visit) => Promise<void> | void>> = {
  'GET /': showHome,
  'GET /callback': finishLogin,
  'GET /acme.css': ({ response }) =>
    void response.writeHead(200, { 'content-type': 'text/css' }).end(stylesheet),
  'POST /connect': startLogin,
  'POST /call': (visit) => act(visit, async () => 'called'),
  'POST /refresh': (visit) => act(visit, refresh),
  'POST /notes': (visit) => act(visit, (grant) => postNote(visit, grant)),
  'POST /disconnect': (visit) => act(visit, (grant) => disconnect(visit, grant)),
}

/** Answers every request; never rejects. */
export async function answer(
  application: Application,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { seal, url } = application
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  )
  try {
    const location = new URL(request.url ?? '/', url)
    const route =
      routes[`${request.method === 'HEAD' ? 'GET' : request.method} ${location.pathname}`]
    if (route === undefined) return void response.writeHead(404).end('There is no such page.')
    if (request.method === 'POST' && !isOwnForm(request, url)) {
      return void response.writeHead(403).end('This form was sent from another site.')
    }
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
      return void response.writeHead(413, { connection: 'close' }).end('That is too long.')
    }
    // Cookies belong to one host name: redirect someone who typed another one.
    if (request.method === 'GET' && request.headers.host !== location.host) {
      return redirect(response, url)
    }
    const session = seal.open(SESSION.name, readCookie(request, SESSION))
    const grantKey = typeof session === 'string' ? session : undefined
    await route({ ...application, request, response, location, grantKey })
  } catch (error) {
    report(error)
    if (!response.headersSent) response.writeHead(500)
    response.end('Something went wrong here. Try again.')
  }
}

async function showHome(visit: Visit): Promise<void> {
  const { client, grantKey, apiUrl, location } = visit
  let notice = location.searchParams.get('notice')
  if (grantKey === undefined) return showPage(visit, { notice })
  const grant = client.grant(grantKey)
  let data: ApiData | undefined
  try {
    data = await fetchApiData(grant, apiUrl)
  } catch (error) {
    report(error)
    notice = noticeFor(error)
  }
  showPage(visit, { notice, data, status: await grant.status() })
}

async function startLogin(visit: Visit): Promise<void> {
  const { client, seal, response } = visit
  try {
    const { url, pending } = await client.startLogin()
    const cookie = loginCookie(pending.state)
    setCookie(response, cookie, seal.seal(cookie.name, pending))
    redirect(response, url)
  } catch (error) {
    report(error)
    redirect(response, `/?notice=${noticeFor(error)}`)
  }
}

async function finishLogin(visit: Visit): Promise<void> {
  const { client, seal, request, response, location } = visit
  const cookie = loginCookie(location.searchParams.get('state') ?? '')
  const pending = seal.open(cookie.name, readCookie(request, cookie)) as PendingLogin | undefined
  if (pending === undefined) return redirect(response, '/?notice=login_lost')
  try {
    const { grantKey } = await client.finishLogin(location, pending)
    const session = seal.seal(SESSION.name, grantKey)
    setCookie(response, SESSION, session)
    redirect(response, '/?notice=connected')
  } catch (error) {
    report(error)
    const notice = noticeFor(error)
    if (notice === 'server_unavailable') {
      // The cookie stays, so loading this very address again finishes the login.
      return showPage(visit, { notice, retryUrl: `${location.pathname}${location.search}` })
    }
    redirect(response, `/?notice=${notice}`)
  }
}

/** Does something with the browser's grant, then shows the page with the resulting notice. */
async function act(
  { client, grantKey, response }: Visit,
  action: (grant: GrantHandle) => Promise<string>,
): Promise<void> {
  if (grantKey === undefined) return redirect(response, '/')
  try {
    redirect(response, `/?notice=${await action(client.grant(grantKey))}`)
  } catch (error) {
    report(error)
    redirect(response, `/?notice=${noticeFor(error)}`)
  }
}

async function refresh(grant: GrantHandle): Promise<string> {
  await grant.refresh()
  return 'refreshed'
}

async function disconnect({ response }: Visit, grant: GrantHandle): Promise<string> {
  await grant.revoke()
  clearCookie(response, SESSION)
  return 'disconnected'
}

async function postNote({ request, apiUrl }: Visit, grant: GrantHandle): Promise<string> {
  const note = new URLSearchParams(await text(request)).get('text')?.trim() ?? ''
  if (note === '') return 'empty_note'
  await addNote(grant, apiUrl, note)
  return 'added'
}

function showPage(
  { response }: Visit,
  shown: {
    readonly notice: string | null
    readonly status?: GrantStatus
    readonly data?: ApiData | undefined
    readonly retryUrl?: string
  },
): void {
  const page = renderPage({
    status: shown.status ?? { state: 'signed_out', because: 'unknown_grant' },
    data: shown.data,
    notice: findNotice(shown.notice),
    retryUrl: shown.retryUrl ?? '/',
    now: Date.now(),
  })
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(303, { location: to }).end()
}

/**
 * Browsers say where a POST comes from; for one that does not, `SameSite` withholds the cookies.
 */
function isOwnForm({ headers }: IncomingMessage, url: string): boolean {
  return headers.origin === undefined || headers.origin === url
}

function report(error: unknown): void {
  const told = error instanceof MandateError ? `${error.code}: ${error.message}` : String(error)
  process.stderr.write(`acme-notes-sync: ${told}\n`)
}
