/**
 * Connects an identity to an account here. This needs a proof of both and a confirmation:
 *
 *     account page ──▶ signed in just now? ──▶ the way proves who comes back ─┐
 *     arrival with the address of an account ──▶ a new sign-in to it ─────────┴─▶ question ──▶ linked
 *
 * No step can be skipped: the proof and the question are sealed for this browser, the question is
 * asked only right after both proofs, and an open session alone is not a proof. So an attacker
 * cannot connect their own identity to another person's account with a link, with a form on another
 * site, or at a computer that was left unlocked for more than a few minutes.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import type { PendingAuthorization } from '../../oauth/authorize/pending.ts'
import { otherAccount, pageTooOld, type Told } from '../../pages/account/shell.ts'
import { wayTold } from '../../pages/account/ways-in.ts'
import { addressInUsePage, connectPage } from '../../pages/connect.ts'
import { shownName } from '../../people/account.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Account, IdentityName } from '../../store/records.ts'
import type { ExternalWay, Finished, Onward, Proof } from '../../ways/way.ts'
import { sendSecurity } from '../account/security.ts'
import { browserSecret, presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { placeOf, sealPending } from '../pending-request.ts'
import { type PostponedAct, placeOfAct, readAct, sealAct } from '../postponed-act.ts'
import { queryParameters } from '../request.ts'
import { seal, unseal } from '../seal.ts'
import { beginWith } from './begin.ts'
import { mayShowNothing, refuse } from './failed.ts'

/** The act of going to a way and then being asked whether to connect the identity that comes back. */
export const CONNECT = 'connect'
/**
 * The act of being asked whether to connect an identity that has already been proved, and then
 * continuing with the request.
 */
export const CONNECT_ARRIVED = 'connect_arrived'

/** The fields of `CONNECT_ARRIVED`. */
interface Arrived {
  readonly link: LinkableIdentity
  readonly pending: PendingAuthorization | null
}

interface LinkableIdentity extends IdentityName {
  /** The name of the way. */
  readonly way: string
}

/** A parameter in the URL of a way, sealed for a person who wants a separate account. */
const SEPARATE = 'separate'

/** The subject of the question, sealed for this browser after both proofs. */
export interface Linkable {
  readonly accountId: string
  readonly link: LinkableIdentity
  readonly pending: PendingAuthorization | null
  /** When it was asked, in seconds since 1970. */
  readonly at: number
}

/** Long enough to read the question. */
const SECONDS_TO_DECIDE = 10 * 60

/** The choices for a person who came with the verified address of an existing account. */
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
  const fields: Arrived = { link, pending }
  const act = sealAct(context, exchange, {
    ...{ name: CONNECT_ARRIVED, fields: { ...fields }, accountId: owner.id, needsProof: true },
  })
  const sealed = pending === null ? undefined : sealPending(context, exchange, pending)
  const secret = browserSecret(context, exchange.request, exchange.reply)
  const wish = seal(context.seals, { purpose: 'link', secret }, { separate: way.name })
  const separate = `/sign-in/with/${way.name}?${SEPARATE}=${wish}`
  return sendPage(exchange.reply, {
    status: 409,
    html: addressInUsePage({
      ...pageProps(context, exchange.request),
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
 * Whether the person wants a separate account (`Onward.isSeparate`). Sealed, so that an attacker's
 * link cannot create a second account for them.
 */
export function wantsSeparate(
  context: HttpContext,
  request: FastifyRequest,
  way: ExternalWay,
): boolean {
  const secret = presentedBrowserSecret(context, request)
  const wish = queryParameters(request).one(SEPARATE)
  const found = unseal<{ readonly separate?: string }>(
    context.seals,
    { purpose: 'link', secret },
    wish,
  )
  return found?.separate === way.name
}

/** The way that is to be connected after the sign-in, if the act is `CONNECT_ARRIVED`. */
export function wayToConnect(context: HttpContext, act: PostponedAct): ExternalWay | undefined {
  return act.name === CONNECT_ARRIVED ? context.ways.find(arrivedIn(act).link.way) : undefined
}

/** To be called right after the account has signed in, with `CONNECT_ARRIVED`. */
export async function askAfterSignIn(
  context: HttpContext,
  exchange: Exchange,
  { signedIn, act }: { readonly signedIn: SignedIn; readonly act: PostponedAct },
): Promise<FastifyReply> {
  const { account } = signedIn
  return ask(context, exchange, { account, ...arrivedIn(act), known: account.email })
}

/** Sealed under this name, so these are the fields. */
function arrivedIn({ fields }: PostponedAct): Arrived {
  return fields as unknown as Arrived
}

/** To the way, and from there to the question. The account has just been proved. */
export async function goAndProve(
  context: HttpContext,
  exchange: Exchange,
  { signedIn, name }: { readonly signedIn: SignedIn; readonly name: string },
): Promise<FastifyReply> {
  const way = context.ways.find(name)
  if (way === undefined) {
    return sendSecurity(context, exchange, { signedIn, notice: pageTooOld })
  }
  const accountId = signedIn.account.id
  const act = { name: CONNECT, fields: { way: name }, accountId, needsProof: true }
  return beginWith(context, exchange, {
    way,
    beginning: { pending: null, act: sealAct(context, exchange, act), isConnecting: true },
  })
}

/** Back from the way that is to be connected. */
export async function finishConnecting(
  context: HttpContext,
  exchange: Exchange,
  { way, finished }: { readonly way: ExternalWay; readonly finished: Finished },
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const signedIn = await whoIsSignedIn(context, request)
  if (signedIn === undefined) return reply.redirect('/sign-in', 303)
  const { account } = signedIn
  const tell = (notice: Told) => sendSecurity(context, exchange, { signedIn, notice })
  const { act: sealed } = finished.onward
  const act = sealed === null ? undefined : readAct(context, request, sealed)
  if (act === undefined) return tell(pageTooOld)
  if (act.accountId !== account.id) return tell(otherAccount)
  if (finished.is !== 'proven') {
    request.log.warn({ way: way.name, outcome: finished.is }, 'A way was not connected.')
    return tell(wayTold.notConnected(way.label))
  }
  const { provider, subject, email, name } = finished.proof
  const owner = await context.store.accounts.findByIdentity(provider, subject)
  if (owner !== undefined) {
    const told = owner.id === account.id ? wayTold.isConnected : wayTold.isSomebodyElses
    return tell(told(way.label))
  }
  const link = { way: way.name, provider, subject }
  return ask(context, exchange, { account, link, pending: null, known: email ?? name })
}

/** The question; both sides have just been proved. */
function ask(
  context: HttpContext,
  exchange: Exchange,
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
  const { request, reply } = exchange
  const way = context.ways.find(link.way)
  if (way === undefined) {
    return sendSecurity(context, exchange, { signedIn: { account }, notice: pageTooOld })
  }
  const linkable: Linkable = { accountId: account.id, link, pending, at: context.clock.now() }
  const secret = browserSecret(context, request, reply)
  return sendPage(reply, {
    status: 200,
    html: connectPage({
      ...pageProps(context, request, { account }),
      way: way.label,
      known,
      email: shownName(account),
      action: '/account/connect/decide',
      hidden: { link: seal(context.seals, { purpose: 'link', secret }, linkable) },
    }),
    // The response to the form may redirect to the client.
    leadsElsewhere: pending !== null,
  })
}

/** The question that was recently asked in this browser; undefined for any other text. */
export function readLinkable(
  context: HttpContext,
  request: FastifyRequest,
  sealed: string | undefined,
): Linkable | undefined {
  const secret = presentedBrowserSecret(context, request)
  const found = unseal<Linkable>(context.seals, { purpose: 'link', secret }, sealed)
  if (found?.link === undefined) return undefined
  const age = context.clock.now() - found.at
  return age < 0 || age > SECONDS_TO_DECIDE ? undefined : found
}
