/**
 * The person's decision about a device. Allowing inserts an ordinary grant at generation 0, as a
 * code would be issued; then one compare-and-set of the request says whose decision counts. So a
 * crash in between leaves a pending request, and a grant that nobody can redeem.
 */

import { Refusal } from '../../explanations/refusal.ts'
import type { Act, Origin } from '../../facts/actor.ts'
import { extrasText } from '../../grants/extras.ts'
import { admitParties } from '../../grants/gate.ts'
import type { Grant } from '../../grants/grant.ts'
import { signInText } from '../../grants/sign-in-text.ts'
import { hasOpenId } from '../../oidc/scopes.ts'
import { acrTold } from '../../people/assurance.ts'
import { choose, rememberConsent } from '../../people/consent.ts'
import type { SignedIn } from '../../people/session.ts'
import { writes } from '../../store/write-access.ts'
import { keepUnchecked } from '../authorize/issue-code.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsId, detailsText } from '../details/details.ts'
import { type Lowering, lowerLimits, type WantedLimits } from '../details/lowering.ts'
import { newGrantId } from '../new-grant-id.ts'
import type { DeviceQuestion } from './question.ts'

/** How long a device can still collect its tokens after its codes have ended. */
const SECONDS_TO_COLLECT = 60

export type DeviceDecision =
  | { readonly is: 'allowed' }
  | { readonly is: 'denied' }
  /** Everything may be left out, and nothing was ticked. */
  | { readonly is: 'nothing_ticked' }
  /** What the person entered is no lower limit. */
  | {
      readonly is: 'limit_refused'
      readonly because: Extract<Lowering, { readonly is: 'refused' }>['because']
    }
  /** Somebody else has decided, or the time is over. */
  | { readonly is: 'over' }
  /** The person has to sign in again. */
  | { readonly is: 'session_over' }

/** Denies it. Rejects with `StorageUnavailable`. */
export const denyDevice = writes(
  async (
    { store, clock }: ProtocolContext,
    { request }: DeviceQuestion,
  ): Promise<DeviceDecision> => {
    const isDenied = await store.deviceRequests.deny(request.id, clock.now())
    return { is: isDenied ? 'denied' : 'over' }
  },
)

/**
 * Allows it, with the optional scope tokens that were `ticked`. `from` is the person's browser. Rejects
 * with `Refusal` or `StorageUnavailable`.
 */
export const allowDevice = writes(
  async (
    context: ProtocolContext,
    question: DeviceQuestion,
    {
      signedIn,
      ticked,
      limits,
      from,
    }: {
      readonly signedIn: SignedIn
      readonly ticked: readonly string[]
      /** The limits of details as the person wants them. */
      readonly limits: WantedLimits
      readonly from: Origin
    },
  ): Promise<DeviceDecision> => {
    const { store, clock } = context
    const { client, request, known } = question
    const { account, session } = signedIn
    const { granted, declined } = choose(client, request.asked.scope, ticked)
    if (granted.length === 0) return { is: 'nothing_ticked' }
    const now = clock.now()
    const lowering = lowerLimits(context.detailTypes, question.details, { wanted: limits, now })
    if (lowering.is === 'refused') return { is: 'limit_refused', because: lowering.because }
    if (context.codeRate?.admit(session.id, now) === false) throw new Refusal('too_many_codes')
    const details =
      lowering.is === 'lowered' ? detailsText(lowering.details) : request.asked.details
    const grant = newGrant(context, question, { signedIn, granted, details, now })
    const agreed = {
      ...{ accountId: account.id, clientId: client.id, scope: grant.scope },
      ...{ resource: grant.resource, details: grant.details },
      ...{ declined: declined.join(' '), grantedAt: now },
    }
    await rememberConsent(store.consents, agreed, {
      known,
      staleBefore: question.trueSince,
      ...{ from, at: now },
    })
    const act: Act = {
      by: { kind: 'account', id: account.id, from: deviceOrigin(request, from) },
      at: now,
    }
    await keepUnchecked(store, client, now)
    await store.grants.insert(grant, act, { details })
    const [still, consent] = await Promise.all([
      store.sessions.find(session.id),
      store.consents.find(account.id, client.id),
      store.grants.dropUnredeemed({ id: grant.id, accountId: account.id, clientId: client.id }),
    ])
    // If the person was signed out or disconnected the app in the meantime, this grant was not yet
    // there to be ended with it.
    const isStill = still !== undefined && consent !== undefined
    const allowed = {
      ...{ grantId: grant.id, accountId: account.id },
      app: known === undefined ? 'new' : 'known',
    } as const
    const by: Act = { by: { kind: 'account', id: account.id, from }, at: now }
    if (isStill && (await store.deviceRequests.allow(request, allowed, by))) {
      return { is: 'allowed' }
    }
    await store.grants.revoke(grant.id, 'revoked_by_user', act)
    return { is: still === undefined ? 'session_over' : 'over' }
  },
)

/** The device is what is connected; so the account page and the activity say where that is. */
function deviceOrigin({ agent, network }: DeviceQuestion['request'], from: Origin): Origin {
  return { agent, network, language: from.language }
}

/** Throws `Refusal` if the gate is closed. */
function newGrant(
  { keys, random, settings }: ProtocolContext,
  { client, request }: DeviceQuestion,
  {
    signedIn: { account, session },
    granted,
    details,
    now,
  }: {
    readonly signedIn: SignedIn
    readonly granted: readonly string[]
    readonly details: string | undefined
    readonly now: number
  },
): Grant {
  const { asked } = request
  const subject = { kind: 'account', id: account.id } as const
  const { scopes: offered, clientDocuments: documents } = settings
  const parties = { client, account, offered, documents }
  const gate = admitParties(parties, { subject, scope: granted.join(' ') })
  if (!gate.open) throw new Refusal('party_turned_off', { because: gate.because })
  const { scope } = gate.admitted
  const isOpenId = settings.openid && hasOpenId(scope)
  const { nonce } = asked
  return {
    id: newGrantId(now, random),
    clientId: client.id,
    subject,
    scope,
    resource: asked.resource,
    seed: random(32),
    redirectUri: null,
    codeChallenge: null,
    authTime: session.authTime,
    signIn: signInText({ amr: session.amr, acr: acrTold(session, []) }),
    extras: isOpenId && nonce !== undefined ? extrasText({ nonce }) : null,
    // The device has no part in the browser's session, so it does not end with that.
    sid: null,
    details: details === undefined ? null : detailsId(details),
    parent: null,
    createdAt: now,
    generation: 0,
    keyId: keys.current,
    expiresAt: request.expiresAt + SECONDS_TO_COLLECT,
    redeemedAt: null,
    retryKeyHash: null,
    recentRedemptions: null,
    revokedAt: null,
    revokedBecause: null,
  }
}
