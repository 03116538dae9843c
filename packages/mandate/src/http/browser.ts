/**
 * The cookies of a browser.
 *
 * `browser` is a random secret, set at the first visit: a seal for one browser is useless in
 * another. `session` says who is signed in, and is new for every sign-in. `known` is a sealed list
 * of the accounts that have signed in here before, so that strangers' guesses do not lock out their
 * owners.
 *
 * Off loopback they are `__Host-` cookies: https only, no other host may set them (RFC 6265bis
 * §4.1.3.2).
 */

import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserLabel } from '../people/browser-label.ts'
import { emailKey } from '../people/email.ts'
import {
  findSession,
  noteUse,
  type SignedIn,
  type SignInOrigin,
  type StartedSession,
} from '../people/session.ts'
import type { Exchange, HttpContext } from './context.ts'
import { seal, unseal } from './seal.ts'

type CookieName = 'browser' | 'session' | 'known' | 'client'

const YEAR = 365 * 24 * 60 * 60
const MOST_KNOWN = 8

/** Secrets given to the browser in the response to this request. */
const given = new WeakMap<FastifyRequest, string>()

/** The secret of this browser, set at its first visit. */
export function browserSecret(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const present = presentedBrowserSecret(context, request) ?? given.get(request)
  if (present !== undefined) return present
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
    browser: hash('sha256', browserSecret(context, request, reply), 'base64url'),
    agent: browserLabel(request.headers['user-agent']),
    network: request.ip,
  }
}

/** An id for this browser, if the account with this address has signed in here before. */
export function knownBrowser(
  context: HttpContext,
  request: FastifyRequest,
  address: string,
): string | undefined {
  const known = readKnown(context, request)
  if (!known.includes(digestOf(emailKey(address)))) return undefined
  return hash('sha256', presentedBrowserSecret(context, request) ?? '', 'base64url')
}

export function rememberBrowser(
  context: HttpContext,
  { request, reply }: Exchange,
  address: string,
): void {
  const digest = digestOf(emailKey(address))
  const others = readKnown(context, request).filter((known) => known !== digest)
  const list = [digest, ...others].slice(0, MOST_KNOWN)
  const secret = browserSecret(context, request, reply)
  const value = seal(context.sealingKey, { purpose: 'known', secret }, list)
  setCookie(context, reply, { name: 'known', value, maxAge: YEAR })
}

function readKnown(context: HttpContext, request: FastifyRequest): readonly string[] {
  const secret = presentedBrowserSecret(context, request)
  const sealed = readCookie(context, request, 'known')
  return unseal(context.sealingKey, { purpose: 'known', secret }, sealed) ?? []
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
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
