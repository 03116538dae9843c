/**
 * Consent: what an account has allowed a client to do. It is remembered, so that the same question is not
 * asked twice, and it never covers more than what was asked.
 */

import type { Origin } from '../facts/actor.ts'
import { spellingIn } from '../grants/resource-uri.ts'
import { type ConsentStore, StorageUnavailable } from '../store/port.ts'
import type { Client, Consent } from '../store/records.ts'

/** What a client requests or was granted. No resource means every API (RFC 8707 §2). */
export interface Permission {
  /** Scope tokens separated by single spaces (RFC 6749 §3.3). */
  readonly scope: string
  readonly resource: readonly string[]
  /** Names the authorization details (RFC 9396); null for none. */
  readonly details: string | null
}

/** Whether nobody is ever asked: the client belongs to the platform, and nobody can impersonate it. */
export function isExempt(
  client: Pick<Client, 'trusted' | 'authentication' | 'redirectUris'>,
): boolean {
  return client.trusted && isAssured(client)
}

/**
 * Whether the person has to be asked. `known` is what this account has allowed this client before.
 * `toldSince` is when, in seconds since 1970, an API that the client would reach began to be told the
 * e-mail address: the consent page did not say so earlier.
 */
export function consentNeeded(question: {
  readonly client: Pick<Client, 'trusted' | 'authentication' | 'redirectUris'>
  readonly known: Consent | undefined
  readonly wanted: Permission
  readonly toldSince?: number
}): boolean {
  const { client, known, wanted, toldSince = 0 } = question
  if (isExempt(client)) return wasTakenBack(known, wanted)
  // Any program can claim to be a public client, so earlier consent does not count (RFC 8252 §8.6).
  if (client.authentication.method === 'none') return true
  return known === undefined || known.grantedAt < toldSince || !covers(known, wanted)
}

/** Whether what is wanted may be granted without asking: for a request that has been decided on. */
export function isStillAllowed(
  client: Pick<Client, 'trusted' | 'authentication' | 'redirectUris'>,
  known: Consent | undefined,
  wanted: Permission,
): boolean {
  if (isExempt(client)) return !wasTakenBack(known, wanted)
  return known !== undefined && covers(known, wanted)
}

/**
 * Whether a part of it was taken back from a client about which nobody is asked otherwise, or its
 * details were lowered: only then are any remembered of such a client.
 */
function wasTakenBack(known: Consent | undefined, { scope, details }: Permission): boolean {
  const taken = new Set(known?.declined.split(' '))
  const wasLowered = known !== undefined && known.details !== null && details !== null
  if (wasLowered && known.details !== details) return true
  return scope.split(' ').some((token) => taken.has(token))
}

/** Others changed the record at the same moment; more often than this is a loop. */
const MOST_TRIES = 10

/**
 * Stores new consent, combined with the `known` consent if both fit in one record. Consent older
 * than `staleBefore` is dropped, because a record has a single time. If the record is no longer the
 * `known` one, it is read again: what the person took back in the meantime must not come back. Rejects
 * only with `StorageUnavailable`.
 */
export async function rememberConsent(
  consents: Pick<ConsentStore, 'put' | 'find'>,
  agreed: Consent,
  {
    known,
    staleBefore = 0,
    from,
    at = agreed.grantedAt,
  }: {
    readonly known: Consent | undefined
    readonly staleBefore?: number
    readonly from?: Origin
    readonly at?: number
  },
): Promise<void> {
  const { accountId, clientId } = agreed
  const by = { kind: 'account', id: accountId, ...(from !== undefined && { from }) } as const
  const act = { by, at }
  let before = known
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const isFresh = before !== undefined && before.grantedAt >= staleBefore
    const consent = before !== undefined && isFresh ? mergeConsent(before, agreed) : agreed
    if (await consents.put(consent, act, before)) return
    before = await consents.find(accountId, clientId)
  }
  throw new StorageUnavailable('the consent is being changed by others all the time')
}

/** What of the wanted scope is granted if the person ticks these, and which tokens were left out. */
export function choose(
  { optionalScope }: Pick<Client, 'optionalScope'>,
  wanted: readonly string[],
  ticked: readonly string[],
): { readonly granted: readonly string[]; readonly declined: readonly string[] } {
  const optional = optionalScope.split(' ')
  // What was ticked but not wanted counts as little as what was wanted and cannot be left out.
  const isDeclined = (token: string) => optional.includes(token) && !ticked.includes(token)
  return {
    granted: wanted.filter((token) => !isDeclined(token)),
    declined: wanted.filter(isDeclined),
  }
}

/**
 * The wanted scope without what the person has left out before: they are not asked each time. All of
 * it if nothing else would remain. A token that is no longer optional is wanted again.
 */
export function stillWanted(
  { optionalScope }: Pick<Client, 'optionalScope'>,
  wanted: readonly string[],
  known: Pick<Consent, 'declined'> | undefined,
): readonly string[] {
  const declined = new Set(known?.declined.split(' '))
  const optional = new Set(optionalScope.split(' '))
  const left = wanted.filter((token) => !declined.has(token) || !optional.has(token))
  return left.length === 0 ? wanted : left
}

/**
 * The wanted tokens that were allowed before. None for a public client, which any program can claim
 * to be.
 */
export function agreedBefore(
  client: Pick<Client, 'authentication'>,
  wanted: { readonly scope: readonly string[]; readonly resource: readonly string[] },
  { known, toldSince = 0 }: { readonly known: Consent | undefined; readonly toldSince?: number },
): readonly string[] {
  if (client.authentication.method === 'none') return []
  if (known === undefined || known.grantedAt < toldSince) return []
  return wanted.scope.filter((scope) =>
    covers(known, { scope, resource: wanted.resource, details: null }),
  )
}

/**
 * One record for both, if that allows nothing new: read on one API and write on another must not become
 * write on both. If they do not fit together, the newer one is kept, and the person is asked about the
 * other again.
 */
export function mergeConsent(before: Consent, agreed: Consent): Consent {
  const left = minus(before.scope, agreed.declined)
  // Nothing may be left of it once what has now been left out is gone.
  const merged =
    left === ''
      ? agreed
      : mergePermission({ ...before, scope: left, details: null }, { ...agreed, details: null })
  const declined = `${before.declined} ${agreed.declined}`.trim()
  const details = agreed.details ?? before.details
  return {
    ...merged,
    details,
    declined: minus(union(declined.split(' '), []).join(' '), merged.scope),
  }
}

function mergePermission(known: Consent, agreed: Consent): Consent {
  if (covers(known, agreed)) return { ...known, grantedAt: agreed.grantedAt }
  if (covers(agreed, known)) return agreed
  const before = known.scope.split(' ')
  const now = agreed.scope.split(' ')
  if (isSameApis(known.resource, agreed.resource)) {
    return { ...agreed, scope: union(before, now).join(' ') }
  }
  if (isSameSet(before, now)) {
    return { ...agreed, resource: union(known.resource, agreed.resource) }
  }
  return agreed
}

/**
 * Whether only the real client can receive the answer: it authenticates, or the answer goes to an
 * https address that no other app can claim (RFC 8252 §8.6).
 */
function isAssured(client: Pick<Client, 'authentication' | 'redirectUris'>): boolean {
  const { authentication, redirectUris } = client
  return authentication.method !== 'none' || redirectUris.every((uri) => /^https:/i.test(uri))
}

/** Whether everything that is wanted was allowed. */
function covers(agreed: Permission, wanted: Permission): boolean {
  const everyApi = agreed.resource.length === 0
  const theseApis = wanted.resource.length > 0 && areAmong(wanted.resource, agreed.resource)
  // Other details are another question, however alike they look: a payment of another amount.
  if (wanted.details !== null && wanted.details !== agreed.details) return false
  return isSubset(wanted.scope.split(' '), agreed.scope.split(' ')) && (everyApi || theseApis)
}

function minus(scope: string, less: string): string {
  const gone = new Set(less.split(' '))
  return scope
    .split(' ')
    .filter((token) => !gone.has(token))
    .join(' ')
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((element) => whole.includes(element))
}

/** Whether all these APIs are among those, in any spelling. */
function areAmong(uris: readonly string[], known: readonly string[]): boolean {
  return uris.every((uri) => spellingIn(known, uri) !== undefined)
}

function isSameApis(one: readonly string[], other: readonly string[]): boolean {
  return areAmong(one, other) && areAmong(other, one)
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return isSubset(one, other) && isSubset(other, one)
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])]
}
