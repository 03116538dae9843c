/**
 * The dispatcher of the authorization endpoint. Sign-in and consent never call each other: each
 * does its work and asks here for the next step.
 *
 *     request ──▶ signIn ──▶ askConsent ──▶ answer (a code, or an error, at the redirect URI)
 */

import { Refusal } from '../../explanations/refusal.ts'
import type { Origin } from '../../facts/actor.ts'
import { hintedPerson } from '../../oidc/id-token-hint.ts'
import { subjectFor } from '../../oidc/subject.ts'
import { levelToReach, meets } from '../../people/assurance.ts'
import {
  agreedBefore,
  choose,
  consentNeeded,
  isExempt,
  rememberConsent,
  stillWanted,
} from '../../people/consent.ts'
import type { SignedIn } from '../../people/session.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { Account, Client, Resource } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import { grantableScope } from '../admin-scope.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsId, detailsText, parseDetails } from '../details/details.ts'
import { isAgreedForGood } from '../details/limits.ts'
import { lowerLimits, type WantedLimits } from '../details/lowering.ts'
import type { Detail } from '../details/type.ts'
import { acrOffered } from '../metadata.ts'
import { reaches } from '../reach.ts'
import { isFreshEnough } from './freshness.ts'
import { issueCode } from './issue-code.ts'
import { findApis, type PendingAuthorization, recheckRequest } from './pending.ts'
import { readRequest } from './read-request.ts'
import type { AddressedRequest, RedirectTarget, VerifiedRequest } from './request.ts'

export type AuthorizationOutcome =
  /** The redirect URI is not verified: show one of our pages. */
  | { readonly outcome: 'showError'; readonly refusal: Refusal }
  /** To the client, with a code or an error, `iss` and `state`. */
  | {
      readonly outcome: 'answer'
      readonly client: Client
      readonly target: RedirectTarget
      readonly answer: Readonly<Record<string, string | undefined>>
      readonly refusal: Refusal | null
    }
  | SignInStep
  | FactorStep
  | ConsentStep

export interface SignInStep {
  readonly outcome: 'signIn'
  readonly request: VerifiedRequest
  /** `prompt=none`: only a way without interaction may be tried. */
  readonly isSilent: boolean
  /** Whether another person is signed in than the one whom the client expects. */
  readonly mustSwitch: boolean
}

/** The person is signed in, and has to prove more than that (RFC 9470). */
export interface FactorStep {
  readonly outcome: 'askFactor'
  readonly request: VerifiedRequest
}

export interface ConsentStep {
  readonly outcome: 'askConsent'
  readonly request: VerifiedRequest
  readonly account: Account
  /** Names of the APIs that the client would reach; the URI of one that is gone. None means every API. */
  readonly apis: readonly string[]
  /** The APIs that will receive the e-mail address. */
  readonly toldEmail: readonly Resource[]
  /** The requested scope tokens that the person allowed before. */
  readonly agreedBefore: readonly string[]
  /** Those that may be left out. */
  readonly optional: readonly string[]
  readonly details: readonly Detail[]
  /** The name of a registered client that looks like the name of this one, which nobody has checked. */
  readonly imitates: string | undefined
  /** The person allowed it and ticked none, although all may be left out. */
  readonly isNothingTicked: boolean
  /** The person allowed it with limits that are higher than asked for, over already, or no limits. */
  readonly limitProblem: LimitProblem | null
}

export type LimitProblem = 'higher' | 'unreadable' | 'past'

/** Who is at the browser, and what they just decided on the consent page, if anything. */
export interface Visitor {
  readonly signedIn: SignedIn | undefined
  readonly decision?: 'allow' | 'deny' | undefined
  /** The optional scope tokens that were ticked; all others may be in it or not. */
  readonly ticked?: readonly string[] | undefined
  /** The document of the client that the consent page showed, by its digest. */
  readonly seen?: string | undefined
  /** The limits of details as the person wants them. */
  readonly limits?: WantedLimits | undefined
  /** Whether a way without interaction exists and has not been tried yet. */
  readonly mayAskSilently?: boolean | undefined
  /** Why no sign-in is possible; ends the request. */
  readonly refused?: Refusal | undefined
  /** Where the request comes from, as far as it is known. */
  readonly from?: Origin | undefined
}

/**
 * Decides, and issues the code if nothing more is needed. Rejects only if storage or program fails
 * before the redirect URI is verified; later errors go to the client (RFC 6749 §4.1.2.1).
 */
export const nextStep = writes(
  async (
    context: ProtocolContext,
    pending: PendingAuthorization,
    visitor: Visitor,
  ): Promise<AuthorizationOutcome> => {
    const { asked } = pending
    let found: AddressedRequest
    const network = visitor.from?.network
    try {
      found = await (typeof asked === 'string'
        ? readRequest(context, asked, network)
        : recheckRequest(context, asked, network))
    } catch (error) {
      if (error instanceof Refusal) return { outcome: 'showError', refusal: error }
      throw error
    }
    try {
      return await decide(context, await found.check(), { ...visitor, pending })
    } catch (error) {
      return refuseAtTarget(
        context,
        found,
        asRefusal(error).from({ clientId: found.client.id, standing: 'named' }),
      )
    }
  },
)

async function decide(
  context: ProtocolContext,
  whole: VerifiedRequest,
  visitor: Visitor & { readonly pending: PendingAuthorization },
): Promise<AuthorizationOutcome> {
  const { signedIn, decision, ticked = [], limits = {}, pending, refused } = visitor
  const { mayAskSilently = false } = visitor
  const { client } = whole
  const { consents, resources } = context.store
  const silent = whole.asked.prompt.includes('none')
  // Denying needs no sign-in.
  if (decision === 'deny') throw new Refusal('user_said_no')
  if (refused !== undefined) throw refused
  const now = context.clock.now()
  const askToSignIn = ({ mustSwitch = false } = {}): AuthorizationOutcome => {
    if (silent && !mayAskSilently) throw new Refusal('sign_in_needed')
    return { outcome: 'signIn', request: whole, isSilent: silent, mustSwitch }
  }
  const hinted = await hintedPerson(context, whole.asked)
  if (hinted.is === 'unknown' && silent) throw new Refusal('hint_unverified')
  const freshness = { ...pending, asked: whole.asked }
  if (signedIn === undefined || !isFreshEnough(freshness, signedIn.session, now)) {
    return askToSignIn()
  }
  const { account, session } = signedIn
  // Nobody else may be signed in with this request (OpenID Connect Core §3.1.2.2).
  if (hinted.is === 'one' && hinted.sub !== (await subjectFor(context, client, account.id))) {
    const hasTried = pending.arrived === account.id || (session.authTime ?? 0) >= pending.startedAt
    if (silent || hasTried) throw new Refusal('another_user')
    return askToSignIn({ mustSwitch: true })
  }
  const scope = await grantableScope(context, account.id, whole.asked.scope)
  const request = { ...whole, asked: { ...whole.asked, scope } }
  const { asked } = request
  const demand = { scope, acrValues: asked.acrValues ?? [] }
  if (!meets(context.settings, demand, session)) {
    const trial = { pending, silent, mayAskSilently, signedIn, askToSignIn }
    const more = await askForMore(context, request, trial)
    if (more !== undefined) return more
  }
  const [known, needing, apis] = await Promise.all([
    consents.find(account.id, client.id),
    isExempt(client) ? [] : resources.listNeedingUsername(),
    findApis(context, request),
  ])
  const toldEmail = needing.filter((api) => reaches(asked, api))
  const unchangedSince = client.registration?.consentSince ?? 0
  const toldSince = Math.max(latest(toldEmail), unchangedSince)
  const details = asked.details === undefined ? [] : parseDetails(asked.details)
  const ask = async (told: Partial<Pick<ConsentStep, 'isNothingTicked' | 'limitProblem'>> = {}) => {
    if (silent) throw new Refusal('consent_needed')
    const names = new Map(apis.map(({ uri, name }) => [uri, name]))
    const optional = client.optionalScope.split(' ')
    return {
      outcome: 'askConsent',
      ...{ request, account, toldEmail, details },
      ...{ isNothingTicked: false, limitProblem: null, ...told },
      imitates: await imitatedBy(context, client),
      apis: asked.resource.map((uri) => names.get(uri) ?? uri),
      agreedBefore: agreedBefore(client, asked, { known, toldSince }),
      optional: asked.scope.filter((token) => optional.includes(token)),
    } as const
  }
  const { granted, declined } =
    decision === 'allow'
      ? choose(client, asked.scope, ticked)
      : { granted: stillWanted(client, asked.scope, known), declined: [] }
  if (granted.length === 0) return ask({ isNothingTicked: true })
  // The document changed while the page was open: the answer was about another app.
  if (decision === 'allow' && digestOf(client) !== visitor.seen) return ask()
  const { detailTypes } = context
  const lowering = lowerLimits(detailTypes, details, { wanted: limits, now })
  if (lowering.is === 'refused') return ask({ limitProblem: lowering.because })
  const text = lowering.is === 'lowered' ? detailsText(lowering.details) : asked.details
  const wanted = {
    ...{ scope: granted.join(' '), resource: asked.resource },
    details: text === undefined ? null : detailsId(text),
  }
  if (decision !== 'allow') {
    const asks = asked.prompt.includes('consent') || pending.consent?.is === 'to_ask'
    // Asked for again, it would be a second payment, or as many calls again.
    const isNew = details.some((one) => !isAgreedForGood(detailTypes?.get(one.type), one))
    const asksForDetails = isNew && !isExempt(client)
    if (asks || asksForDetails || consentNeeded({ client, known, wanted, toldSince })) return ask()
  }
  const grantedAt = context.clock.now()
  // Before anything is written, because consent is recorded as a fact.
  if (context.codeRate?.admit(signedIn.session.id, grantedAt) === false) {
    throw new Refusal('too_many_codes')
  }
  const { agent, network } = visitor.from ?? signedIn.session
  const from = { agent, network, language: account.language ?? visitor.from?.language }
  if (decision === 'allow') {
    const pair = { accountId: account.id, clientId: client.id }
    // Consent to a new document must count from the moment at which the old one stops to.
    const agreedAt =
      digestOf(client) === undefined ? grantedAt : Math.max(grantedAt, unchangedSince)
    const agreed = { ...pair, ...wanted, declined: declined.join(' '), grantedAt: agreedAt }
    await rememberConsent(consents, agreed, {
      known,
      staleBefore: Math.max(latest(needing), unchangedSince),
      ...{ from, at: grantedAt },
    })
  }
  const isRemembered = decision === undefined
  const issued = await issueCode(context, request, {
    ...{ signedIn, scope: granted, details: text, isRemembered, from },
  })
  if (issued.is === 'session_over') return askToSignIn()
  if (issued.is === 'consent_narrowed') return decide(context, whole, visitor)
  return {
    outcome: 'answer',
    client,
    target: request.target,
    answer: { code: issued.code, state: asked.state, iss: context.settings.issuer },
    refusal: null,
  }
}

/**
 * A second factor if one here is enough. Otherwise a provider may reach what is asked for: a sign-in
 * there, once for this request. Undefined if nothing more can be reached, and the request can do
 * without.
 */
async function askForMore(
  { settings, store }: ProtocolContext,
  request: VerifiedRequest,
  {
    pending,
    silent,
    mayAskSilently,
    signedIn: { account, session },
    askToSignIn,
  }: {
    readonly pending: PendingAuthorization
    readonly silent: boolean
    readonly mayAskSilently: boolean
    readonly signedIn: SignedIn
    readonly askToSignIn: () => AuthorizationOutcome
  },
): Promise<AuthorizationOutcome | undefined> {
  const { asked } = request
  const demand = { scope: asked.scope, acrValues: asked.acrValues ?? [] }
  const level = levelToReach(settings, demand)
  const { offered, elsewhere } = acrOffered(settings)
  const hasTried = pending.arrived === account.id
  if (level !== undefined && offered.some((one) => one === level)) {
    if (silent) throw new Refusal('second_factor_needed')
    if (level !== 'phr' || (await store.passkeys.listOf(account.id)).length > 0) {
      return { outcome: 'askFactor', request }
    }
  }
  if (!elsewhere || hasTried) {
    const canDoWithout =
      asked.acrIsVoluntary && meets(settings, { ...demand, acrValues: [] }, session)
    if (canDoWithout) return undefined
    throw new Refusal('acr_unmet', { because: 'not_reached' })
  }
  if (silent && !mayAskSilently) throw new Refusal('second_factor_needed')
  return askToSignIn()
}

/** A registered client with the same name, or one that looks like it. Registered ones may share names. */
async function imitatedBy(
  { store }: Pick<ProtocolContext, 'store'>,
  { registration, nameKey }: Client,
): Promise<string | undefined> {
  if (registration === null || nameKey === '') return undefined
  return store.clients.findNamesake(nameKey)
}

/** Of the document that describes the client; undefined if it has none. */
export function digestOf({ registration }: Pick<Client, 'registration'>): string | undefined {
  return registration?.by === 'document' ? registration.documentDigest : undefined
}

export function latest(apis: readonly Resource[]): number {
  return Math.max(0, ...apis.map(({ needsUsernameSince }) => needsUsernameSince ?? 0))
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const reason = error instanceof StorageUnavailable ? 'storage_unavailable' : 'program_error'
  return new Refusal(reason, {}, { cause: error })
}

function refuseAtTarget(
  { settings }: ProtocolContext,
  { client, target }: { readonly client: Client; readonly target: RedirectTarget },
  refusal: Refusal,
): AuthorizationOutcome {
  return {
    outcome: 'answer',
    client,
    target,
    answer: {
      error: refusal.error,
      error_description: refusal.description,
      state: target.state,
      iss: settings.issuer,
    },
    refusal,
  }
}
