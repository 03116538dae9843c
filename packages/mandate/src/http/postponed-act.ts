/**
 * What a person wanted to do when their session had ended. It travels through the sign-in page, sealed
 * for this browser, and is done once the same account has signed in.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { HttpContext } from './context.ts'
import { queryParameters } from './request.ts'

export interface PostponedAct {
  readonly disconnect: { readonly clientId: string }
  /** Whose page it was; anybody else has to choose again. */
  readonly accountId: string
}

/** Long enough for a password, short enough that nothing happens as a surprise. */
const SECONDS_TO_SIGN_IN = 15 * 60

/** The sign-in page that leads on to the act. */
export function signInFirst(
  context: HttpContext,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  act: PostponedAct,
): FastifyReply {
  const parts = [context.clock.now(), act.disconnect.clientId, act.accountId]
  const payload = Buffer.from(JSON.stringify(parts)).toString('base64url')
  const secret = browserSecret(context, request, reply)
  return reply.redirect(placeOfAct(`${payload}.${sealOf(context, secret, payload)}`), 303)
}

export function placeOfAct(sealed: string): string {
  return `/sign-in?then=${sealed}`
}

/** The act in the URL, still sealed; null where there is none. */
export function sealedAct(request: FastifyRequest): string | null {
  const sealed = queryParameters(request).one('then')
  return sealed === undefined || !/^[\w-]+\.[\w-]+$/.test(sealed) ? null : sealed
}

/** The act, where it was sealed for this browser and not long ago; otherwise undefined. */
export function readAct(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string,
): PostponedAct | undefined {
  const secret = presentedBrowserSecret(context, request)
  const [payload = '', seal = ''] = sealed.split('.')
  if (secret === undefined) return undefined
  const expected = Buffer.from(sealOf(context, secret, payload))
  const actual = Buffer.from(seal)
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined
  const [at, clientId, accountId] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  const age = context.clock.now() - at
  return age < 0 || age > SECONDS_TO_SIGN_IN ? undefined : { disconnect: { clientId }, accountId }
}

function sealOf({ sealingKey }: HttpContext, secret: string, payload: string): string {
  return createHmac('sha256', sealingKey).update(`act\n${secret}\n${payload}`).digest('base64url')
}
