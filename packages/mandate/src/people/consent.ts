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
  if (isExempt(client)) return false
  // Any program can claim to be a public client, so earlier consent does not count (RFC 8252 §8.6).
  if (client.authentication.method === 'none') return true
  return known === undefined || known.grantedAt < toldSince || !covers(known, wanted)
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
  }: {
    readonly known: Consent | undefined
    readonly staleBefore?: number
    readonly from?: Origin
  },
): Promise<void> {
  const { accountId, clientId, grantedAt } = agreed
  const by = { kind: 'account', id: accountId, ...(from !== undefined && { from }) } as const
  const act = { by, at: grantedAt }
  let before = known
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const isFresh = before !== undefined && before.grantedAt >= staleBefore
    const consent = before !== undefined && isFresh ? mergeConsent(before, agreed) : agreed
    if (await consents.put(consent, act, before)) return
    before = await consents.find(accountId, clientId)
  }
  throw new StorageUnavailable('the consent is being changed by others all the time')
}

/**
 * One record for both, if that allows nothing new: read on one API and write on another must not become
 * write on both. If they do not fit together, the newer one is kept, and the person is asked about the
 * other again.
 */
export function mergeConsent(known: Consent, agreed: Consent): Consent {
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
export function covers(agreed: Permission, wanted: Permission): boolean {
  const everyApi = agreed.resource.length === 0
  const theseApis = wanted.resource.length > 0 && areAmong(wanted.resource, agreed.resource)
  return isSubset(wanted.scope.split(' '), agreed.scope.split(' ')) && (everyApi || theseApis)
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
