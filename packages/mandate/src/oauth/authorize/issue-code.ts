/** Issuing a code is inserting a grant at generation 0 (RFC 6749 §4.1.2). */

import { profileOf } from '../../clients/metadata/profile.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { Act, Origin } from '../../facts/actor.ts'
import { deriveRedeemable } from '../../grants/derivation.ts'
import { extrasText, type GrantExtras } from '../../grants/extras.ts'
import { admitParties } from '../../grants/gate.ts'
import type { Grant } from '../../grants/grant.ts'
import { signInText } from '../../grants/sign-in-text.ts'
import { hasOpenId } from '../../oidc/scopes.ts'
import { acrTold } from '../../people/assurance.ts'
import { isExempt, isStillAllowed } from '../../people/consent.ts'
import type { SignedIn } from '../../people/session.ts'
import type { DocumentClientRow } from '../../store/port.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsId } from '../details/details.ts'
import { newGrantId } from '../new-grant-id.ts'
import { isDomainDenied } from './find-client.ts'
import { codeAgain, useUp } from './pushed.ts'
import type { AuthorizationRequest, VerifiedRequest } from './request.ts'

export type IssuedCode =
  | { readonly is: 'issued'; readonly code: string }
  /** The session is over: the person has to sign in again. */
  | { readonly is: 'session_over' }
  /** The remembered consent no longer covers the request. */
  | { readonly is: 'consent_narrowed' }

/**
 * Answers with the code once the grant is durable. Checks session and consent again after that: if
 * access of the user or the app was ended in the meantime, this grant was not yet there to be ended
 * with it. `isRemembered` if the person was not asked, because consent is remembered; then what was
 * taken back in the meantime must not be granted. Rejects with `Refusal` or `StorageUnavailable`.
 */
export async function issueCode(
  { store, keys, clock, random, settings }: ProtocolContext,
  { asked, client }: VerifiedRequest,
  {
    signedIn,
    scope,
    details,
    isRemembered,
    from,
  }: {
    readonly signedIn: SignedIn
    /** What of the requested scope is granted. */
    readonly scope: readonly string[]
    /** The text of the requested authorization details, with the limits that the person chose. */
    readonly details: string | undefined
    readonly isRemembered: boolean
    readonly from: Origin
  },
): Promise<IssuedCode> {
  const { account, session } = signedIn
  const subject = { kind: 'account', id: account.id } as const
  const gate = admitParties(
    { client, account, offered: settings.scopes, documents: settings.clientDocuments },
    { subject, scope: scope.join(' ') },
  )
  if (!gate.open) throw new Refusal('party_turned_off', { because: gate.because })
  const allowed = {
    accountId: account.id,
    scope: gate.admitted.scope,
    details: details === undefined ? null : detailsId(details),
  }
  const issuedBefore = await codeAgain({ store, keys, clock, settings }, asked, allowed)
  if (issuedBefore !== undefined) return { is: 'issued', code: issuedBefore }
  const now = clock.now()
  const isOpenId = settings.openid && hasOpenId(gate.admitted.scope)
  const grant: Grant = {
    id: newGrantId(now, random),
    clientId: client.id,
    subject,
    scope: allowed.scope,
    resource: asked.resource,
    seed: random(32),
    redirectUri: asked.redirectUri,
    codeChallenge: asked.codeChallenge,
    authTime: session.authTime,
    signIn: signInText({ amr: session.amr, acr: acrTold(session, asked.acrValues ?? []) }),
    extras: isOpenId ? extrasText(extrasOf(asked)) : null,
    sid: isOpenId ? session.sid : null,
    details: allowed.details,
    parent: null,
    createdAt: now,
    generation: 0,
    keyId: keys.current,
    expiresAt: now + Math.min(settings.codeSeconds, profileOf(client)?.codeSeconds ?? Infinity),
    redeemedAt: null,
    retryKeyHash: null,
    recentRedemptions: null,
    revokedAt: null,
    revokedBecause: null,
  }
  const { dpopJkt } = asked
  const confirmation = dpopJkt === undefined ? null : ({ by: 'dpop', thumbprint: dpopJkt } as const)
  const code = deriveRedeemable(keys, grant, { ...grant, confirmation })
  const act: Act = { by: { ...subject, from }, at: now }
  await keepUnchecked(store, client, now)
  const described = await describedClient(store, client, now)
  await store.grants.insert(grant, act, { details, ...described })
  const [still, consent, isDenied] = await Promise.all([
    store.sessions.find(session.id),
    store.consents.find(account.id, client.id),
    isDomainDenied({ store }, client),
    // Each unredeemed code is a row for a day, so of a loop of requests only the last few are kept.
    store.grants.dropUnredeemed({ id: grant.id, accountId: account.id, clientId: client.id }),
  ])
  // Consent that was given a moment ago may have been withdrawn since, but nothing else.
  const isThere = (consent !== undefined || isExempt(client)) && !isDenied
  const isCovered = !isRemembered || isStillAllowed(client, consent, grant)
  if (isThere && isCovered && still !== undefined) {
    if (await useUp({ store, clock }, asked, grant.id)) return { is: 'issued', code }
    await store.grants.revoke(grant.id, 'revoked_by_user', act)
    const first = await codeAgain({ store, keys, clock, settings }, asked, allowed)
    if (first !== undefined) return { is: 'issued', code: first }
    throw new Refusal('pushed_request_used')
  }
  await store.grants.revoke(grant.id, 'revoked_by_user', act)
  if (still === undefined) return { is: 'session_over' }
  if (isThere) return { is: 'consent_narrowed' }
  throw new Refusal('user_said_no', { grant: grant.id })
}

/** A grant a month ago is enough to keep a client, so one that is busy need not be noted each time. */
const NOTED_EVERY_SECONDS = 60 * 60

/**
 * Keeps a client that the operator did not register from being deleted as unused. One with a document
 * may be deleted already: it gets a row again. Rejects with `Refusal`.
 */
export async function keepUnchecked(
  { clients }: Pick<ProtocolContext['store'], 'clients'>,
  { id, registration }: Client,
  now: number,
): Promise<void> {
  if (registration === null || registration.unusedSince > now - NOTED_EVERY_SECONDS) return
  if (await clients.noteUsed(id, now)) return
  const hasRow = registration.by === 'itself' || (await clients.find(id)) !== undefined
  if (hasRow) throw new Refusal('party_turned_off', { because: 'client_disabled' })
}

/** The row of a client with a document, as its person saw it; undefined for any other client. */
async function describedClient(
  { clients }: Pick<ProtocolContext['store'], 'clients'>,
  client: Client,
  now: number,
): Promise<{ readonly client: DocumentClientRow } | undefined> {
  const { id, registration } = client
  if (registration?.by !== 'document') return undefined
  const before = (await clients.find(id))?.registration
  const seen = before?.by === 'document' ? before.documentDigest : undefined
  const isAsSeen = seen === registration.documentDigest
  const record = { ...client, registration: { ...registration, unusedSince: now } }
  return { client: { record, is: seen === undefined ? 'new' : isAsSeen ? 'as_seen' : 'changed' } }
}

/** What the ID token repeats of the request. */
function extrasOf({ nonce, claims }: AuthorizationRequest): GrantExtras {
  const hasNames = claims !== undefined && Object.keys(claims).length > 0
  return { ...(nonce !== undefined && { nonce }), ...(hasNames && { claims }) }
}
