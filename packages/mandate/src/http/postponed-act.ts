/**
 * An act that needs a sign-in first, because the session has ended or a recent sign-in is required.
 * It travels through the sign-in page, sealed for this browser, and is done once the same account has
 * signed in. `account/act.ts` makes and resumes them; what an act is, nobody here knows.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AcrLevel, Demand } from '../people/assurance.ts'
import { SECONDS_OF_PROOF } from '../people/session.ts'
import type { Session } from '../store/records.ts'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { queryParameters } from './request.ts'
import { readUnverified, seal, unseal } from './seal.ts'

export interface PostponedAct {
  /** Which act: its name in `account/addresses.ts`. */
  readonly name: string
  /** What its form said. Never a secret, because it is in a URL. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The account whose page it was; no other may do it. Null for a page that anybody may open. */
  readonly accountId: string | null
  /** Whether a sign-in within the last `SECONDS_OF_PROOF` is required. */
  readonly needsProof: boolean
  /** The scope whose second factor it needs, if that is more than the account's. */
  readonly scope?: readonly string[]
  /** The levels that it needs, any of them (`people/assurance.ts`). */
  readonly acrValues?: readonly AcrLevel[]
  /** Whether the person has already confirmed it. Never with `needsProof`. */
  readonly isConfirmed?: true
}

interface Sealed {
  readonly act: PostponedAct
  /** When it was postponed, in seconds since 1970. */
  readonly at: number
}

/** For the way back from a provider, whose clock may differ. */
const RESUME_LEEWAY_SECONDS = 2 * 60
/** Long enough to type a password, short enough that the user still expects it. */
const SECONDS_TO_SIGN_IN = 15 * 60

/** Redirects to the sign-in page, which then continues with the act. */
export function signInFirst(
  context: HttpContext,
  { request, reply }: Exchange,
  act: PostponedAct,
): FastifyReply {
  return reply.redirect(placeOfAct(sealAct(context, { request, reply }, act)), 303)
}

/** Seals it for this browser. */
export function sealAct(
  context: HttpContext,
  { request, reply }: Exchange,
  act: PostponedAct,
): string {
  const secret = browserSecret(context, request, reply)
  const sealed = { act, at: context.clock.now() } satisfies Sealed
  return seal(context.seals, { purpose: 'act', secret }, sealed)
}

/** Whether the act in the URL needs a new sign-in, although an account is signed in. */
export function needsNewSignIn(context: HttpContext, request: FastifyRequest): boolean {
  return needsRecentProof(context, request, sealedAct(request))
}

/**
 * Whether the person signed in recently. If the time is unknown, the start of the session counts.
 */
export function isRecentlyProven(
  { clock }: Pick<HttpContext, 'clock'>,
  session: Pick<Session, 'authTime' | 'startedAt'>,
): boolean {
  return clock.now() - provenAt(session) <= SECONDS_OF_PROOF
}

function provenAt({ authTime, startedAt }: Pick<Session, 'authTime' | 'startedAt'>): number {
  return authTime ?? startedAt
}

/**
 * Whether the act can be resumed in this session. An address that resumes it is no proof: whoever
 * has the browser has both the address and a session.
 */
export function mayResume(
  { clock }: Pick<HttpContext, 'clock'>,
  { needsProof }: PostponedAct,
  session: Pick<Session, 'authTime' | 'startedAt'>,
): boolean {
  return !needsProof || clock.now() - provenAt(session) <= SECONDS_OF_PROOF + RESUME_LEEWAY_SECONDS
}

/** Whether the act, sealed or null, requires a sign-in within the last `SECONDS_OF_PROOF`. */
export function needsRecentProof(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string | null,
): boolean {
  const act = sealed === null ? undefined : readAct(context, request, sealed)
  return act?.needsProof === true
}

export function placeOfAct(sealed: string): string {
  return `/sign-in?then=${sealed}`
}

/**
 * The scope and the levels of an act whose seal was not checked: enough to ask for a second factor.
 * Whether one is there, the act itself checks.
 */
export function claimedDemand(sealed: string): Demand {
  const { scope, acrValues } = Object(Object(readUnverified(sealed)).act)
  const texts = (list: unknown) => (Array.isArray(list) ? list.map(String) : [])
  return { scope: texts(scope), acrValues: texts(acrValues) }
}

/** The act in the URL, still sealed, or null. */
export function sealedAct(request: FastifyRequest): string | null {
  const sealed = queryParameters(request).one('then')
  return sealed === undefined || !/^[\w-]+\.[\w-]+$/.test(sealed) ? null : sealed
}

/** The act, if it was sealed for this browser recently. */
export function readAct(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string,
): PostponedAct | undefined {
  const secret = presentedBrowserSecret(context, request)
  const found = unseal<Sealed>(context.seals, { purpose: 'act', secret }, sealed)
  // What an older version sealed has no name.
  if (found === undefined || typeof found.act.name !== 'string') return undefined
  const age = context.clock.now() - found.at
  return age < 0 || age > SECONDS_TO_SIGN_IN ? undefined : found.act
}
