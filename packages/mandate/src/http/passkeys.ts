/**
 * Challenges for passkeys. A challenge is sealed for this browser, so that no row is needed and an answer from
 * another browser is refused; it is used up when a genuine answer arrives (`people/passkeys/prove.ts`).
 */

import type { FastifyRequest } from 'fastify'
import type { PasskeyAnswer } from '../people/passkeys/prove.ts'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { seal, unseal } from './seal.ts'

/** To use a passkey, or to make one for the account with this id. */
export type Purpose = 'use' | { readonly newFor: string }

interface Sealed {
  readonly purpose: Purpose
  /** In seconds since 1970. */
  readonly at: number
  readonly nonce: string
}

/** A new challenge, base64url. */
export function newChallenge(
  context: HttpContext,
  { request, reply }: Exchange,
  purpose: Purpose,
): string {
  const { clock, random, seals } = context
  const nonce = Buffer.from(random(16)).toString('base64url')
  const sealed: Sealed = { purpose, at: clock.now(), nonce }
  const secret = browserSecret(context, request, reply)
  return Buffer.from(seal(seals, { purpose: 'passkey', secret }, sealed)).toString('base64url')
}

/** Recognizes the challenges that were made for this browser and purpose. */
export function challengesOf(
  context: HttpContext,
  request: FastifyRequest,
  purpose: Purpose,
): PasskeyAnswer['askedAt'] {
  const secret = presentedBrowserSecret(context, request)
  return (challenge) => {
    const text = Buffer.from(challenge, 'base64url').toString('utf8')
    const sealed = unseal<Sealed>(context.seals, { purpose: 'passkey', secret }, text)
    return JSON.stringify(sealed?.purpose) === JSON.stringify(purpose) ? sealed?.at : undefined
  }
}
