/**
 * Connecting somebody at a way to an account here. It needs a proof of both, and a yes in between:
 *
 *     account page ──▶ signed in just now? ──▶ the way proves who comes back ─┐
 *     arrival with the address of an account ──▶ a new sign-in to it ─────────┴─▶ question ──▶ linked
 *
 * No step does without one before it: what the way proved and what is asked are sealed for this browser, the
 * question is only made right after both proofs, and an open session alone proves nothing. So nobody can
 * connect himself to somebody else's account with a link, with a form of another site, or at a
 * computer that was left open for longer than a while.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import type { PendingAuthorization } from '../../oauth/authorize/pending.ts'
import type { AccountNotice } from '../../pages/account.ts'
import { addressInUsePage, connectPage } from '../../pages/connect.ts'
import { shownName } from '../../people/account.ts'
import type { Account } from '../../store/records.ts'
import type { ExternalWay, Finished, Onward, Proof } from '../../ways/way.ts'
import { sendAccount } from '../account-page.ts'
import { browserSecret, presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { wordsFor } from '../language.ts'
import { sendPage } from '../page-response.ts'
import { placeOf, sealPending } from '../pending-request.ts'
import {
  type LinkableIdentity,
  type PostponedAct,
  placeOfAct,
  readAct,
  sealAct,
} from '../postponed-act.ts'
import { queryParameters } from '../request.ts'
import { seal, unseal } from '../seal.ts'
import { beginWith } from './begin.ts'
import { mayShowNothing, refuse } from './failed.ts'

/** In the address of a way: sealed for a person who wants an account of their own. */
const SEPARATE = 'separate'

/** What the question is about, sealed for this browser once both sides are proved. */
export interface Linkable {
  readonly accountId: string
  readonly link: LinkableIdentity
  readonly pending: PendingAuthorization | null
  /** When it was asked, in seconds since 1970. */
  readonly at: number
}

/** Long enough to read the question. */
const SECONDS_TO_DECIDE = 10 * 60

/** To somebody who came with the verified address of an account: what they can do. */
export async function offerToConnect(
  context: HttpContext,
  exchange: Exchange,
  {
    way,
    proof,
    owner,
    mayCome,
    onward,
  }: {
    readonly way: ExternalWay
    readonly proof: Proof
    readonly owner: Account
    readonly mayCome: boolean
    readonly onward: Onward
  },
): Promise<FastifyReply> {
  const { pending } = onward
  if (pending !== null && mayShowNothing(pending)) {
    return refuse(context, exchange, {
      pending,
      refusal: new Refusal('interaction_needed', { way: way.name }),
    })
  }
  const { provider, subject, email } = proof
  const link = { way: way.name, provider, subject }
  const act = sealAct(context, exchange, { accountId: owner.id, link, pending })
  const sealed = pending === null ? undefined : sealPending(context, exchange, pending)
  const secret = browserSecret(context, exchange.request, exchange.reply)
  const wish = seal(context.sealingKey, { purpose: 'link', secret }, { separate: way.name })
  const separate = `/sign-in/with/${way.name}?${SEPARATE}=${wish}`
  return sendPage(exchange.reply, {
    status: 409,
    html: addressInUsePage({
      words: wordsFor(exchange.request),
      brandName: context.settings.brandName,
      way: way.label,
      email: email ?? '',
      signInAddress: placeOfAct(act),
      separateAddress: mayCome
        ? `${separate}${sealed === undefined ? '' : `&pending=${sealed}`}`
        : null,
      backAddress: placeOf('/sign-in', sealed),
    }),
  })
}

/**
 * Whether the person wants an account of their own (`Onward.isSeparate`). Sealed, so that a link of somebody else
 * does not make them a second one.
 */
export function wantsSeparate(
  context: HttpContext,
  request: FastifyRequest,
  way: ExternalWay,
): boolean {
  const secret = presentedBrowserSecret(context, request)
  const wish = queryParameters(request).one(SEPARATE)
  const found = unseal<{ readonly separate?: string }>(
    context.sealingKey,
    { purpose: 'link', secret },
    wish,
  )
  return found?.separate === way.name
}

/** Right after the account has signed in. */
export async function connectAfterSignIn(
  context: HttpContext,
  exchange: Exchange,
  {
    account,
    act,
  }: {
    readonly account: Account
    readonly act: Exclude<PostponedAct, { readonly disconnect: unknown }>
  },
): Promise<FastifyReply> {
  if ('connect' in act) return goAndProve(context, exchange, { account, name: act.connect.way })
  const { link, pending } = act
  return ask(context, exchange, { account, link, pending, known: account.email })
}

/** To the way, and back to the question. The account has just been proved. */
export async function goAndProve(
  context: HttpContext,
  exchange: Exchange,
  { account, name }: { readonly account: Account; readonly name: string },
): Promise<FastifyReply> {
  const way = context.ways.find(name)
  if (way === undefined) {
    return sendAccount(context, exchange.reply, { account, notice: { kind: 'page_too_old' } })
  }
  const act = sealAct(context, exchange, { accountId: account.id, connect: { way: name } })
  return beginWith(context, exchange, {
    way,
    beginning: { pending: null, act, isConnecting: true },
  })
}

/** Back from the way that somebody wants to connect. */
export async function finishConnecting(
  context: HttpContext,
  exchange: Exchange,
  { way, finished }: { readonly way: ExternalWay; readonly finished: Finished },
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const signedIn = await whoIsSignedIn(context, request)
  if (signedIn === undefined) return reply.redirect('/sign-in', 303)
  const { account } = signedIn
  const tell = (notice: AccountNotice) => sendAccount(context, reply, { account, notice })
  const { act: sealed } = finished.onward
  const act = sealed === null ? undefined : readAct(context, request, sealed)
  if (act === undefined) return tell({ kind: 'page_too_old' })
  if (act.accountId !== account.id) return tell({ kind: 'other_account' })
  if (finished.is !== 'proven') {
    request.log.warn({ way: way.name, outcome: finished.is }, 'A way was not connected.')
    return tell({ kind: 'way_not_connected', way: way.label })
  }
  const { provider, subject, email, name } = finished.proof
  const owner = await context.store.accounts.findByIdentity(provider, subject)
  if (owner !== undefined) {
    const kind = owner.id === account.id ? 'way_is_connected' : 'way_is_somebody_elses'
    return tell({ kind, way: way.label })
  }
  const link = { way: way.name, provider, subject }
  return ask(context, exchange, { account, link, pending: null, known: email ?? name })
}

/** The question; both sides have just been proved. */
function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    account,
    link,
    pending,
    known,
  }: Omit<Linkable, 'at' | 'accountId'> & {
    readonly account: Account
    readonly known: string | null
  },
): Promise<FastifyReply> | FastifyReply {
  const way = context.ways.find(link.way)
  if (way === undefined) {
    return sendAccount(context, reply, { account, notice: { kind: 'page_too_old' } })
  }
  const linkable: Linkable = { accountId: account.id, link, pending, at: context.clock.now() }
  const secret = browserSecret(context, request, reply)
  return sendPage(reply, {
    status: 200,
    html: connectPage({
      words: wordsFor(request),
      brandName: context.settings.brandName,
      way: way.label,
      known,
      email: shownName(account),
      action: '/account/connect/decide',
      hidden: { link: seal(context.sealingKey, { purpose: 'link', secret }, linkable) },
    }),
    // The answer to the form may be the redirect to the client itself.
    leadsElsewhere: pending !== null,
  })
}

/** What was asked in this browser a moment ago; undefined for any other text. */
export function readLinkable(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string | undefined,
): Linkable | undefined {
  const secret = presentedBrowserSecret(context, request)
  const found = unseal<Linkable>(context.sealingKey, { purpose: 'link', secret }, sealed)
  if (found?.link === undefined) return undefined
  const age = context.clock.now() - found.at
  return age < 0 || age > SECONDS_TO_DECIDE ? undefined : found
}
