/**
 * Something a user tried to do after their session had ended. It is carried through the sign-in
 * page, sealed for this browser, and done once the same account has signed in.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { queryParameters } from './request.ts'
import { seal, unseal } from './seal.ts'

export interface PostponedAct {
  readonly disconnect: { readonly clientId: string }
  /** The account whose page it was; no other may do it. */
  readonly accountId: string
}

interface Sealed {
  readonly act: PostponedAct
  /** When it was postponed, in seconds since 1970. */
  readonly at: number
}

/** Long enough to type a password, short enough that the user still expects it. */
const SECONDS_TO_SIGN_IN = 15 * 60

/** Redirects to the sign-in page, which then continues with the act. */
export function signInFirst(
  context: HttpContext,
  { request, reply }: Exchange,
  act: PostponedAct,
): FastifyReply {
  const secret = browserSecret(context, request, reply)
  const sealed = { act, at: context.clock.now() } satisfies Sealed
  return reply.redirect(
    placeOfAct(seal(context.sealingKey, { purpose: 'act', secret }, sealed)),
    303,
  )
}

function placeOfAct(sealed: string): string {
  return `/sign-in?then=${sealed}`
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
  const found = unseal<Sealed>(context.sealingKey, { purpose: 'act', secret }, sealed)
  if (found === undefined) return undefined
  const age = context.clock.now() - found.at
  return age < 0 || age > SECONDS_TO_SIGN_IN ? undefined : found.act
}
