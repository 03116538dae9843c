/**
 * The cookies of a browser.
 *
 * `browser` is a random secret, set at the first visit: a seal for one browser is useless in
 * another. Its digest is what the database knows a browser by (`people/known-browsers.ts`).
 * `session` says who is signed in, and is new for every sign-in.
 *
 * Off loopback they are `__Host-` cookies: https only, no other host may set them (RFC 6265bis
 * §4.1.3.2).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserLabel } from '../people/browser-label.ts'
import { browserDigest } from '../people/known-browsers.ts'
import {
  findSession,
  noteUse,
  type SignedIn,
  type SignInOrigin,
  type StartedSession,
} from '../people/session.ts'
import type { Exchange, HttpContext } from './context.ts'

type CookieName = 'browser' | 'session' | 'client'

const YEAR = 365 * 24 * 60 * 60

/** Secrets given to the browser in the response to this request. */
const given = new WeakMap<FastifyRequest, string>()

/** The secret of this browser, set at its first visit. */
export function browserSecret(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const present = given.get(request) ?? presentedBrowserSecret(context, request)
  return present ?? renewBrowserSecret(context, { request, reply })
}

/** Gives this browser another secret: what was sealed for the old one is useless from now on. */
export function renewBrowserSecret(context: HttpContext, { request, reply }: Exchange): string {
  const secret = Buffer.from(context.random(32)).toString('base64url')
  given.set(request, secret)
  setCookie(context, reply, { name: 'browser', value: secret, maxAge: YEAR })
  return secret
}

/** The secret that the browser sent, if it has one. */
export function presentedBrowserSecret(
  context: HttpContext,
  request: FastifyRequest,
): string | undefined {
  const value = readCookie(context, request, 'browser')
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

/** Who is signed in at this browser. Rejects with `StorageUnavailable`. */
export async function whoIsSignedIn(
  context: HttpContext,
  request: FastifyRequest,
): Promise<SignedIn | undefined> {
  const { store, settings } = context
  const now = context.clock.now()
  const secret = sessionSecret(context, request)
  const found = await findSession({ sessions: store.sessions, settings }, secret, now)
  if (found !== undefined) await noteUse(context, found.session, now)
  return found
}

export function sessionSecret(context: HttpContext, request: FastifyRequest): string | undefined {
  return readCookie(context, request, 'session')
}

/**
 * The session's cookie. If the person could have asked to stay signed in and did not, it ends with
 * the browser.
 */
export function setSession(
  context: HttpContext,
  reply: FastifyReply,
  { cookieSecret, session }: StartedSession,
): void {
  const { keepSignedInSeconds, sessionSeconds } = context.settings
  const unasked = keepSignedInSeconds === 0 ? sessionSeconds : undefined
  const maxAge = session.isKept ? keepSignedInSeconds : unasked
  setCookie(context, reply, { name: 'session', value: cookieSecret, maxAge })
}

export function endSessionCookie(context: HttpContext, reply: FastifyReply): void {
  setCookie(context, reply, { name: 'session', value: '', maxAge: 0 })
}

/** Where a sign-in comes from. Gives the browser a secret if it has none. */
export function signInOrigin(context: HttpContext, { request, reply }: Exchange): SignInOrigin {
  return {
    browser: browserDigest(browserSecret(context, request, reply)),
    agent: browserLabel(request.headers['user-agent']),
    network: request.ip,
  }
}

export function readCookie(
  context: HttpContext,
  request: FastifyRequest,
  name: CookieName,
): string | undefined {
  return request.cookies[fullName(context, name)]
}

export function setCookie(
  context: HttpContext,
  reply: FastifyReply,
  {
    name,
    value,
    maxAge,
  }: {
    readonly name: CookieName
    readonly value: string
    /** In seconds; undefined until the browser is closed. */
    readonly maxAge: number | undefined
  },
): void {
  reply.setCookie(fullName(context, name), value, {
    path: '/',
    httpOnly: true,
    // Lax, because the browser arrives from the client's site.
    sameSite: 'lax',
    secure: context.isHttps,
    ...(maxAge !== undefined && { maxAge }),
  })
}

function fullName({ isHttps }: HttpContext, name: CookieName): string {
  return isHttps ? `__Host-mandate_${name}` : `mandate_${name}`
}
