/**
 * The route for Mandate's `login_url`. A visit has an id in its query and ends in one of four ways:
 *
 * - the person is signed in at the platform: the route tells Mandate who it is, and the browser
 *   continues there;
 * - no user is signed in, or not recently enough, or perhaps the wrong one: the browser goes to the
 *   platform's own login page, with the URL to return here;
 * - no page may be shown (`prompt=none`), or the platform refuses this person: the route tells
 *   Mandate, and the browser continues there;
 * - something is wrong: a page says what happened and what to do.
 *
 * The route redirects only to Mandate or to the platform's login page, never to a URL from the
 * request.
 */

import type { Asked } from './asked.ts'
import { SignInError } from './errors.ts'
import type { Identity, RefusalCode } from './identity.ts'
import { problemPage } from './page.ts'
import { withOneSlash } from './return-to.ts'

/** A user who is signed in at the platform. */
export interface SignedInUser extends Identity {
  readonly authTime: Date
}

/** A user who is signed in at the platform but may not use Mandate. */
export interface Refused {
  readonly refused: RefusalCode
  /** Shown to the person. */
  readonly reason?: string | undefined
}

export interface LoginRoute<Request> {
  /**
   * Returns the user who is signed in at the platform in the browser of this request, usually from
   * the session. Null if there is none.
   */
  readonly currentUser: (request: Request, asked: Asked) => Found | Promise<Found>
  /**
   * The platform's login page: a path or URL, or a function that returns one. To a path or URL the
   * route adds `return_to`, the path to which the page must send the browser afterwards (check it
   * with `localPath`), `login_hint` if there is one, and `reauthenticate=1` if the page must show
   * its form even though a user is signed in, together with `select_account=1` if the person may
   * want to use another account.
   */
  readonly loginPage: string | ((visit: LoginPageVisit<Request>) => string | Promise<string>)
  /** The HTML of the page for a problem; default: a plain page in English. */
  readonly problemPage?: ((problem: SignInError) => string) | undefined
}

type Found = SignedInUser | Refused | null | undefined

export interface LoginPageVisit<Request> {
  readonly request: Request
  readonly asked: Asked
  /** The path and query of this route, for after the login. */
  readonly returnTo: string
  /** Whether a user is signed in, but not recently enough, or may want to use another account. */
  readonly reauthenticate: boolean
}

/** A request as an adapter sees it. */
export interface Visit<Request> {
  readonly request: Request
  readonly method: string | undefined
  /** Path and query as the browser sent them. */
  readonly target: string
}

/** A response for an adapter to copy. */
export interface LoginResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Rejects only with errors of the platform's own functions. */
export type OpenLoginRoute<Request> = (visit: Visit<Request>) => Promise<LoginResponse>

interface Parts {
  read(id: string): Promise<Asked>
  answer(id: string, identity: Identity): Promise<{ readonly continueUrl: string }>
  refuse(id: string, code: RefusalCode, reason?: string): Promise<{ readonly continueUrl: string }>
  onProblem(problem: SignInError): void
}

/** Set on the way back from the login page, so that a page which skips its form causes no loop. */
const RETURNED = 'reauthenticated'

export function openLoginRoute<Request>(
  route: LoginRoute<Request>,
  parts: Parts,
): OpenLoginRoute<Request> {
  const { read, answer, refuse, onProblem } = parts

  async function loginPageOf(visit: LoginPageVisit<Request>): Promise<string> {
    const { loginPage } = route
    if (typeof loginPage === 'function') return loginPage(visit)
    const { returnTo, reauthenticate, asked } = visit
    const query = new URLSearchParams({ return_to: returnTo })
    if (reauthenticate) query.set('reauthenticate', '1')
    if (reauthenticate && asksToSelect(asked)) query.set('select_account', '1')
    if (asked.loginHint !== null) query.set('login_hint', asked.loginHint)
    return `${loginPage}${loginPage.includes('?') ? '&' : '?'}${query}`
  }

  async function arrive({ request, target }: Visit<Request>): Promise<LoginResponse> {
    const { path, id, hasReturned } = readTarget(target)
    const asked = await read(id)
    const user = (await route.currentUser(request, asked)) ?? null
    if (user !== null && 'refused' in user) {
      return redirect((await refuse(id, user.refused, user.reason)).continueUrl)
    }
    const suits = user !== null && isRecentEnough(user, asked, hasReturned)
    const isSelected = hasReturned || !asksToSelect(asked)
    if (user !== null && suits && isSelected) {
      return redirect((await answer(id, user)).continueUrl)
    }
    if (!asked.interactive) return redirect((await refuse(id, 'login_required')).continueUrl)

    const reauthenticate = user !== null
    const query = new URLSearchParams({ sign_in: id })
    if (reauthenticate) query.set(RETURNED, '1')
    const login = await loginPageOf({
      request,
      asked,
      returnTo: `${path}?${query}`,
      reauthenticate,
    })
    if (!reauthenticate || !hasReturned) return redirect(login)
    throw new SignInError(
      'sign_in_too_old',
      'the login page returned without a newer authTime: it must ask for the password if its query has reauthenticate=1',
      { loginUrl: login },
    )
  }

  return async (visit) => {
    if (visit.method !== 'GET') {
      return { status: 405, headers: { allow: 'GET', 'cache-control': 'no-store' }, body: '' }
    }
    try {
      return await arrive(visit)
    } catch (error) {
      if (!(error instanceof SignInError)) throw error
      if (error.needsOperator) onProblem(error)
      return page(error, (route.problemPage ?? problemPage)(error))
    }
  }
}

/** Whether the person may want to use another account (OpenID Connect Core §3.1.2.1). */
function asksToSelect({ prompt }: Asked): boolean {
  return prompt.includes('select_account')
}

/**
 * A user who has just logged in again is accepted even if the clock here is slightly behind
 * Mandate's. Mandate allows the same difference.
 */
const CLOCK_LEEWAY_MS = 30_000

function isRecentEnough(
  { authTime }: SignedInUser,
  { authTimeAfter }: Asked,
  hasReturned: boolean,
): boolean {
  if (!(authTime instanceof Date) || Number.isNaN(authTime.getTime())) {
    throw new TypeError('currentUser must return authTime, the Date of the last proof of identity')
  }
  if (authTimeAfter === null) return true
  const leeway = hasReturned ? CLOCK_LEEWAY_MS : 0
  // Mandate's time is in whole seconds, rounded down.
  return Math.floor(authTime.getTime() / 1000) * 1000 >= authTimeAfter.getTime() - leeway
}

/** Throws a `SignInError` if there is not exactly one id. */
function readTarget(target: string): { path: string; id: string; hasReturned: boolean } {
  const [path = '/', query = ''] = target.split(/\?(.*)/s, 2)
  const parameters = new URLSearchParams(query)
  const [id = '', ...more] = parameters.getAll('sign_in')
  if (id === '' || more.length > 0) {
    throw new SignInError('sign_in_missing', 'the URL has no sign_in parameter, or more than one')
  }
  return { path: withOneSlash(path), id, hasReturned: parameters.has(RETURNED) }
}

/** The id is in the URL of this page, so no referrer is sent. */
const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

function redirect(location: string): LoginResponse {
  return { status: 303, headers: { ...HEADERS, location }, body: '' }
}

export function page({ status, retryAfterSeconds }: SignInError, body: string): LoginResponse {
  const headers = {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  }
  return retryAfterSeconds === undefined
    ? { status, body, headers }
    : { status, body, headers: { ...headers, 'retry-after': String(retryAfterSeconds) } }
}
