/**
 * A half sign-in: one factor is proven, another is needed. It travels in the URL, sealed for this
 * browser, for ten minutes, and is good for one session. There is no row and no session until the
 * rest is proven.
 *
 * It says nothing that its browser does not know, and cannot be used without the database: the
 * account has to be enabled, and its password still the one that was given.
 */

import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { canSignIn } from '../../people/account.ts'
import type { SignInProof } from '../../people/session.ts'
import type { Account } from '../../store/records.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { queryParameters } from '../request.ts'
import { openSeal, seal } from '../seal.ts'
import type { Proven } from './proven.ts'

const SECONDS_FOR_THE_REST = 10 * 60

interface Sealed {
  readonly id: string
  /** When it was sealed, in seconds since 1970. */
  readonly at: number
  readonly proof: Omit<SignInProof, 'passwordHash'>
  /** A digest of the account's password hash, and whether the password was given. */
  readonly password: { readonly digest: string; readonly wasGiven: boolean }
  /** The external way; or what was typed on our page. */
  readonly by: { readonly way: string } | { readonly email: string; readonly isKept: boolean }
}

export interface HalfSignIn extends Omit<Proven, 'onward'> {
  /** It is used up when the session begins. */
  readonly once: { readonly id: string; readonly expiresAt: number }
}

export function sealHalf(
  context: HttpContext,
  { request, reply }: Exchange,
  { account, proof, by }: Omit<Proven, 'onward'>,
): string {
  const { passwordHash, ...kept } = proof
  const sealed: Sealed = {
    id: Buffer.from(context.random(16)).toString('base64url'),
    at: context.clock.now(),
    proof: kept,
    password: { digest: digestOf(context.seals.current, account), wasGiven: passwordHash !== null },
    by:
      by.is === 'external'
        ? { way: by.way.name }
        : { email: by.is === 'own' ? by.email : '', isKept: by.isKept },
  }
  const secret = browserSecret(context, request, reply)
  return seal(context.seals, { purpose: 'half', secret }, sealed)
}

/** The half sign-in in the URL, still sealed, or undefined. */
export function sealedHalf(request: FastifyRequest): string | undefined {
  const sealed = queryParameters(request).one('half')
  return sealed !== undefined && /^[\w-]+\.[\w-]+$/.test(sealed) ? sealed : undefined
}

/**
 * The half sign-in, with its account as it is now. Undefined if it is not for this browser, too old,
 * or the account has been disabled or got another password. Rejects with `StorageUnavailable`.
 */
export async function readHalf(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string,
): Promise<HalfSignIn | undefined> {
  const secret = presentedBrowserSecret(context, request)
  const opened = openSeal<Sealed>(context.seals, { purpose: 'half', secret }, sealed)
  if (opened === undefined) return undefined
  const half = opened.value
  const age = context.clock.now() - half.at
  if (age < 0 || age > SECONDS_FOR_THE_REST) return undefined
  const account = await context.store.accounts.find(half.proof.accountId)
  if (account === undefined || !canSignIn(account)) return undefined
  if (digestOf(opened.key, account) !== half.password.digest) return undefined
  const by = wayOf(context, half)
  if (by === undefined) return undefined
  return {
    ...{ account, by },
    proof: { ...half.proof, passwordHash: half.password.wasGiven ? account.passwordHash : null },
    once: { id: `half.${half.id}`, expiresAt: half.at + SECONDS_FOR_THE_REST + 1 },
  }
}

/** Undefined for a way that is no longer on. */
function wayOf({ ways }: HttpContext, { by }: Sealed): Proven['by'] | undefined {
  if ('email' in by) return { is: 'own', ...by }
  const way = ways.find(by.way)
  return way && { is: 'external', way }
}

/** Keyed, so that it says nothing about the hash. */
function digestOf(key: Uint8Array, { id, passwordHash }: Account): string {
  const text = `password of a half sign-in\n${id}\n${passwordHash ?? ''}`
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 22)
}
