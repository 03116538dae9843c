/**
 * The step between the first factor and the session. What is proven so far comes from a half sign-in
 * in the URL (`half.ts`), or from the session of a person who needs a second factor now:
 *
 *     first factor ──▶ completeSignIn ──▶ enough? ──▶ session
 *                           ▲              ├─▶ the account has a factor: /sign-in/second-factor ─┐
 *                           │              └─▶ it has none: /sign-in/set-up-factor ──────────────┤
 *                           └───────────────────── completeSecondFactor ◀────────────────────────┘
 */

import type { FastifyReply } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { type Demand, levelOf, levelToReach, type Methods, meets } from '../../people/assurance.ts'
import { secondFactorsOf, spend } from '../../people/second-factors.ts'
import type { Session } from '../../store/records.ts'
import type { Onward } from '../../ways/way.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { type PendingRequest, placeOf, readPending, sealPending } from '../pending-request.ts'
import { claimedDemand, sealedAct } from '../postponed-act.ts'
import { mayShowNothing, refuse } from './failed.ts'
import { type HalfSignIn, readHalf, sealedHalf, sealHalf } from './half.ts'
import type { Proven } from './proven.ts'

/** What is still needed before a session may begin. */
export type FactorStep = 'nothing' | 'ask' | 'set_up'

const PLACES = { ask: '/sign-in/second-factor', set_up: '/sign-in/set-up-factor' } as const

/** Rejects with `StorageUnavailable`. */
export async function factorStep(
  { store, settings, ways }: Pick<HttpContext, 'store' | 'settings' | 'ways'>,
  { account, proof, onward }: Pick<Proven, 'account' | 'proof' | 'onward'>,
): Promise<FactorStep> {
  const demand = demandOf(onward)
  const isOnlyOne = levelOf(proof) === '1fa'
  const isEnough = meets(settings, demand, proof)
  if (isEnough && !isOnlyOne) return 'nothing'
  const { totp, passkeys } = await secondFactorsOf(store, account.id)
  if (isEnough) return totp ? 'ask' : 'nothing'
  const hasPasskey = ways.passkey !== undefined && passkeys > 0
  if (levelToReach(settings, demand) === '2fa') return totp || hasPasskey ? 'ask' : 'set_up'
  // Whether anything else can reach it, the next step decides (`oauth/authorize/next-step.ts`).
  return hasPasskey || (isOnlyOne && totp) ? 'ask' : 'nothing'
}

/** Whether nothing less than a passkey is enough. */
export function needsPasskey(
  { settings }: Pick<HttpContext, 'settings'>,
  onward: Pick<Onward, 'pending' | 'act'>,
): boolean {
  return levelToReach(settings, demandOf(onward)) === 'phr'
}

/** A request that was not checked yet is judged by the next step. */
function demandOf({ pending, act }: Pick<Onward, 'pending' | 'act'>): Demand {
  const asked = pending?.asked
  if (asked !== undefined && typeof asked !== 'string') {
    return { scope: asked.scope, acrValues: asked.acrValues ?? [] }
  }
  return pending === null && act !== null ? claimedDemand(act) : { scope: [], acrValues: [] }
}

/** To the page of the step; or, if no page may be shown, back to the client with an error. */
export function goToFactor(
  context: HttpContext,
  exchange: Exchange,
  { proven, step }: { readonly proven: Proven; readonly step: Exclude<FactorStep, 'nothing'> },
): FastifyReply | Promise<FastifyReply> {
  const { pending } = proven.onward
  if (pending !== null && mayShowNothing(pending)) {
    const refusal = new Refusal('second_factor_needed')
    return refuse(context, exchange, { pending, refusal })
  }
  const half = sealHalf(context, exchange, proven)
  return exchange.reply.redirect(
    factorPlace(context, exchange, { path: PLACES[step], half, onward: proven.onward }),
    303,
  )
}

/** The address of a page of this flow, with everything that it carries. */
export function factorPlace(
  context: HttpContext,
  exchange: Exchange,
  {
    path,
    half,
    onward: { pending, act },
  }: {
    readonly path: string
    readonly half: string | undefined
    readonly onward: Pick<Onward, 'pending' | 'act'>
  },
): string {
  const carried = [
    ...(half === undefined ? [] : [`half=${half}`]),
    ...(pending === null ? [] : [`pending=${sealPending(context, exchange, pending)}`]),
    ...(pending !== null || act === null ? [] : [`then=${act}`]),
  ]
  return carried.length === 0 ? path : `${path}?${carried.join('&')}`
}

export type ProvenSoFar = Proven &
  (
    | {
        /** The half sign-in, sealed, and how it is used up. */
        readonly half: { readonly sealed: string; readonly once: HalfSignIn['once'] }
      }
    | { readonly half?: undefined; readonly session: Session }
  )

/**
 * Who is here and what they have proven: undefined if nothing that counts now. `found` is the
 * request in the URL. Rejects with `Refusal` or `StorageUnavailable`.
 */
export async function provenSoFar(
  context: HttpContext,
  exchange: Exchange,
  found: PendingRequest | null = readPending(context, exchange),
): Promise<ProvenSoFar | undefined> {
  const { request } = exchange
  const onward: Onward = {
    pending: found?.pending ?? null,
    act: found === null ? sealedAct(request) : null,
  }
  const sealed = sealedHalf(request)
  if (sealed !== undefined) {
    const half = await readHalf(context, request, sealed)
    if (half === undefined) return undefined
    const { once, ...proven } = half
    return { ...proven, onward, half: { sealed, once } }
  }
  const signedIn = await whoIsSignedIn(context, request)
  if (signedIn === undefined) return undefined
  const { account, session } = signedIn
  const { amr, acr, provider, authTime } = session
  const proof = { amr, acr, provider, authTime, accountId: account.id }
  return {
    ...{ account, session },
    // If the password is changed in the meantime, this session has ended.
    proof: { ...proof, passwordHash: account.passwordHash },
    onward,
    by: { is: 'session', isKept: session.isKept },
  }
}

/**
 * What was proven, with another factor: undefined if the half sign-in was already used. To be
 * completed with `completeSignIn`. Rejects with `StorageUnavailable`.
 */
export async function withFactor(
  context: HttpContext,
  proven: ProvenSoFar,
  { amr, acr }: Methods,
): Promise<Proven | undefined> {
  const { half, account, proof, onward, by } = proven
  if (half !== undefined && !(await spend(context, half.once))) return undefined
  const methods = [...new Set([...proof.amr, ...amr, 'mfa'])]
  return {
    ...{ account, onward, by },
    proof: { ...proof, amr: methods, acr: acr ?? proof.acr ?? '2fa' },
  }
}

/** From a page of this flow that is not, or no longer, the right one. */
export function leave(
  context: HttpContext,
  exchange: Exchange,
  {
    found,
    proven,
    step,
  }: {
    readonly found: PendingRequest | null
    readonly proven: ProvenSoFar
    readonly step: FactorStep
  },
): FastifyReply {
  const { half, onward } = proven
  if (step !== 'nothing') {
    const place = { path: PLACES[step], half: half?.sealed, onward }
    return exchange.reply.redirect(factorPlace(context, exchange, place), 303)
  }
  // Support has removed the app in the meantime, or another tab has finished.
  return half === undefined
    ? exchange.reply.redirect(placeOf('/sign-in', found?.sealed), 303)
    : startAgain(exchange, found)
}

/** To the sign-in page for a new sign-in, although somebody is signed in. */
export function signInAgain(
  context: HttpContext,
  exchange: Exchange,
  found: PendingRequest | null,
): FastifyReply {
  if (found === null) return exchange.reply.redirect('/account', 303)
  const { asked } = found.pending
  const pending = { asked, startedAt: context.clock.now(), provesAgain: true } as const
  return exchange.reply.redirect(placeOf('/sign-in', sealPending(context, exchange, pending)), 303)
}

/** To the sign-in page, which says that the page was open for too long. */
export function startAgain(
  { reply, request }: Exchange,
  found: PendingRequest | null,
): FastifyReply {
  const act = found === null ? sealedAct(request) : null
  const place = act === null ? placeOf('/sign-in', found?.sealed) : `/sign-in?then=${act}`
  return reply.redirect(`${place}${place.includes('?') ? '&' : '?'}expired=1`, 303)
}
