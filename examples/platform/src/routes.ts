/** Every request that the platform answers. */

import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { localPath } from '@mandate/sign-in'
import type { Html } from './html.ts'
import type { Mandate } from './mandate.ts'
import { adminPage, homePage, loginPage } from './pages.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Act, User, Users } from './users.ts'

export interface Platform {
  readonly url: string
  readonly users: Users
  readonly sessions: Sessions
  readonly mandate: Mandate
}

interface Visit extends Platform {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  /** The form of a POST. */
  readonly form: URLSearchParams
  readonly session: Session | undefined
  readonly user: User | undefined
}

const routes: Readonly<Record<string, (visit: Visit) => Promise<void> | void>> = {
  'GET /': showHome,
  'GET /login': (visit) => showLogin(visit),
  'POST /login': logIn,
  'GET /logout': logOut,
  'POST /logout': logOut,
  'GET /admin': showAdmin,
  'POST /admin': changeUser,
  'GET /sign-in/mandate': ({ mandate, request, response }) => mandate.login(request, response),
  'GET /notewell.css': ({ response }) =>
    void response.writeHead(200, { 'content-type': 'text/css' }).end(stylesheet),
}

const stylesheet = readFileSync(new URL('notewell.css', import.meta.url))
const ACTS: readonly Act[] = ['disable', 'enable', 'sign_out', 'delete']
const LARGEST_FORM = 10_000

/** Answers every request; never rejects. */
export async function answer(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  )
  try {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', platform.url)
    const route = routes[`${request.method} ${pathname}`]
    if (route === undefined) return void response.writeHead(404).end('There is no such page.')
    if (request.method === 'POST' && !isOwnForm(request, platform.url)) {
      return void response.writeHead(403).end('This form was sent from another site.')
    }
    const form = new URLSearchParams(request.method === 'POST' ? await body(request) : '')
    const session = platform.sessions.of(request)
    const user = session && platform.users.find(session.userId)
    await route({ ...platform, request, response, query, form, session, user })
  } catch (error) {
    process.stderr.write(`notewell: ${error}\n`)
    if (!response.headersSent) response.writeHead(500)
    response.end('Something went wrong here. Try again.')
  }
}

function showHome({ user, mandate, response }: Visit): void {
  if (user === undefined) redirect(response, '/login')
  else send(response, homePage(user, mandate.accountUrl))
}

/** A signed-in user continues at once, unless Mandate asks for the form. */
function showLogin(visit: Visit, problem?: string): void {
  const { user, query, form, response } = visit
  const asked = problem === undefined ? query : form
  const returnTo = localPath(asked.get('return_to'), '/')
  const isForced = asked.get('reauthenticate') === '1'
  const isOther = asked.get('select_account') === '1'
  const known = isOther ? undefined : user?.email
  const email = form.get('email') ?? known ?? query.get('login_hint') ?? ''
  const page = loginPage({ email, returnTo, isForced, isOther, problem })
  if (user !== undefined && !isForced) redirect(response, returnTo)
  else send(response, page, problem === undefined ? 200 : 401)
}

function logIn(visit: Visit): void {
  const { form, users, sessions, request, response } = visit
  const user = users.verify(form.get('email') ?? '', form.get('password') ?? '')
  if (user === undefined) showLogin(visit, 'Wrong e-mail address or password.')
  else if (user.disabled) showLogin(visit, 'This account is disabled. Ask your administrator.')
  else {
    sessions.begin(user.id, request, response)
    redirect(response, localPath(form.get('return_to'), '/'))
  }
}

/** From the button here, or by a redirect from Mandate after a sign-out there. */
async function logOut({ user, users, sessions, mandate, ...visit }: Visit): Promise<void> {
  const { request, response, query } = visit
  sessions.end(request, response)
  // Otherwise the next person at this browser could connect an application as this user.
  if (user !== undefined && request.method === 'POST') {
    users.act(user, 'sign_out')
    await mandate.tell()
  }
  redirect(response, mandate.returnAfterSignOut(query.get('return_to'), '/login'))
}

async function showAdmin({ user, users, mandate, query, response }: Visit): Promise<void> {
  if (user === undefined) return redirect(response, '/login?return_to=/admin')
  if (!user.isAdmin) return void response.writeHead(403).end('Only administrators see this page.')
  const isTold = await mandate.tell()
  send(response, adminPage({ admin: user, users: users.list(), isTold, done: query.get('done') }))
}

async function changeUser({
  user,
  users,
  sessions,
  mandate,
  form,
  response,
}: Visit): Promise<void> {
  if (user?.isAdmin !== true) return void response.writeHead(403).end('Only administrators may.')
  const act = ACTS.find((one) => one === form.get('act'))
  const target = users.find(form.get('user') ?? '')
  if (act === undefined || target === undefined || target.id === user.id) {
    return redirect(response, '/admin')
  }
  users.act(target, act)
  if (act !== 'enable') sessions.endAll(target.id)
  await mandate.tell()
  redirect(response, `/admin?done=${act}`)
}

/** A POST without an origin is accepted; such a browser is only protected by SameSite cookies. */
function isOwnForm({ headers }: IncomingMessage, url: string): boolean {
  return headers.origin === undefined || headers.origin === url
}

async function body(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? LARGEST_FORM) >= LARGEST_FORM) {
    throw new Error('a form without a length, or too long')
  }
  return text(request)
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(303, { location: to }).end()
}

function send(response: ServerResponse, page: Html, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(String(page))
}
