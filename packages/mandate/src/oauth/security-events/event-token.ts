/** Builds and signs the tokens that tell one client what a fact means to it (RFC 8417 §2). */

import { hash } from 'node:crypto'
import type { Fact } from '../../facts/fact.ts'
import { accountOf, type Grant, type GrantId } from '../../grants/grant.ts'
import { idTokenAlgorithm } from '../../oidc/id-token.ts'
import { subjectFor } from '../../oidc/subject.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ReadingContext } from '../context.ts'
import { EVENT_TYPES, type EventName, VERIFICATION } from './event-types.ts'
import { concernedBy, type EventToTell, eventsOf, type Found, mayTell } from './what-follows.ts'

/** Keeps these tokens apart from all other JWTs of this server (RFC 8417 §2.3, RFC 8725 §3.11). */
const EVENT_TOKEN_TYPE = 'secevent+jwt'

export type EventContext = Pick<ReadingContext, 'store' | 'signing' | 'random'> & {
  readonly settings: Pick<ReadingContext['settings'], 'issuer'>
}

/** Who hears, and of what. */
export interface Hearer {
  readonly streamId: string
  readonly client: Pick<ClientStanding, 'id' | 'metadata' | 'sector'>
  readonly events: readonly EventName[]
}

/** A token that is ready to be sent, and what decides about the order of several. */
export interface EventToken {
  readonly jti: string
  readonly token: string
  readonly name: EventName | 'verification'
  /** Tokens about the same subject arrive in order: a grant, an account, or the client. */
  readonly subject: string
}

const PAGE = 1_000
/** More grants of one person at one client than this are told of by the next refresh. */
const MOST_PAGES = 5

/**
 * The tokens that tell a client of a fact; empty if it does not concern it. The same fact gives the
 * same claims every time, so a repeated token can be recognised by its `jti`. Rejects with
 * `StorageUnavailable`, or with an `Error` if no key signs for the client.
 */
export async function eventTokensFor(
  context: EventContext,
  hearer: Hearer,
  fact: Fact,
): Promise<readonly EventToken[]> {
  const { client, events } = hearer
  const { streamId } = hearer
  const name = mayTell(fact, { streamId, clientId: client.id, events })
  if (name === undefined) return []
  if (fact.kind === 'endpoint.verification_asked') return [verification(context, hearer, fact)]
  const concerned = concernedBy(fact)
  if (concerned === undefined) return []
  const grants =
    concerned === 'all_connections'
      ? []
      : 'grantId' in concerned
        ? await oneGrant(context, client.id, concerned.grantId)
        : await grantsOf(context, { clientId: client.id, accountId: concerned.accountId })
  const found = await withDetails(context, fact, grants)
  const wanted = eventsOf(fact, found).filter(({ name }) => events.includes(name))
  return Promise.all(wanted.map((event) => tokenOf(context, hearer, { event, fact })))
}

/** Shows that the stream works; `state` is what its receiver sent. */
function verification(
  context: EventContext,
  { streamId, client }: Hearer,
  { id, atMs, state }: Fact & { readonly kind: 'endpoint.verification_asked' },
): EventToken {
  const jti = jtiOf(streamId, `verification ${id}`)
  const iat = Math.floor(atMs / 1_000)
  const claims = {
    ...{ iss: context.settings.issuer, aud: client.id, iat, jti },
    // Shared Signals 1.0 §8.1.4.1.
    sub_id: { format: 'opaque', id: streamId },
    events: { [VERIFICATION]: state === '' ? {} : { state } },
  }
  return { jti, token: signed(context, client, claims), name: 'verification', subject: streamId }
}

async function tokenOf(
  context: EventContext,
  { streamId, client }: Hearer,
  { event, fact }: { readonly event: EventToTell; readonly fact: Fact },
): Promise<EventToken> {
  const { about, name } = event
  const at = Math.floor(fact.atMs / 1_000)
  const jti = jtiOf(streamId, event.key)
  const claims = {
    iss: context.settings.issuer,
    aud: client.id,
    // Of the fact, so that a token which is sent again is the same.
    iat: at,
    toe: at,
    jti,
    // Two clients must not find out by it that their pairwise subjects are one person.
    txn: hash('sha256', `txn ${fact.id} for ${client.id}`, 'base64url').slice(0, 22),
    sub_id: await subjectIdentifier(context, client, about),
    events: { [EVENT_TYPES[name]]: event.payload },
  }
  const subject = about.grantId ?? about.accountId ?? client.id
  return { jti, token: signed(context, client, claims), name, subject }
}

/**
 * Whom the event is about, as the client knows them (RFC 9493, Shared Signals 1.0 §3.2). An account is
 * `iss_sub` with the `sub` of the client's ID tokens, never an address. A connection is the `grant_id` of
 * its token answers, beside the account.
 */
async function subjectIdentifier(
  context: EventContext,
  client: Hearer['client'],
  { accountId, grantId }: EventToTell['about'],
): Promise<Readonly<Record<string, unknown>>> {
  const { issuer: iss } = context.settings
  const sub = accountId === null ? undefined : await subjectFor(context, client, accountId)
  const user = sub !== undefined && { user: { format: 'iss_sub', iss, sub } }
  const application = { format: 'opaque', id: client.id }
  if (grantId !== undefined) {
    return { format: 'complex', ...user, grant: { format: 'opaque', id: grantId } }
  }
  if (user === false) return { format: 'complex', application }
  return user.user
}

function signed(
  { signing }: EventContext,
  client: Hearer['client'],
  claims: Readonly<Record<string, unknown>>,
): string {
  const alg = idTokenAlgorithm(signing, client)
  if (alg === undefined) throw new Error(`No key of this server signs for ${client.id}.`)
  return signing.sign(claims, { alg, typ: EVENT_TOKEN_TYPE })
}

function jtiOf(streamId: string, key: string): string {
  return hash('sha256', `security event ${streamId} ${key}`, 'base64url').slice(0, 22)
}

async function oneGrant({ store }: EventContext, clientId: string, id: string) {
  const found = await store.grants.find(id as GrantId)
  return found?.grant.clientId === clientId ? [found.grant] : []
}

async function grantsOf(
  { store }: EventContext,
  whose: { readonly clientId: string; readonly accountId: string },
): Promise<readonly Grant[]> {
  const all: Grant[] = []
  let after: string | null = ''
  for (let page = 0; page < MOST_PAGES && after !== null; page++) {
    const { rows, next } = await store.grants.list(whose, { after, limit: PAGE })
    all.push(...rows.filter((grant) => accountOf(grant) === whose.accountId))
    after = next
  }
  return all
}

/** Only lowered limits are told. */
async function withDetails(
  { store }: EventContext,
  { kind }: Fact,
  grants: readonly Grant[],
): Promise<Found> {
  if (kind !== 'grant.lowered') return { grants }
  const details = new Map<string, readonly unknown[]>()
  for (const { id, details: name } of grants) {
    const text = name === null ? undefined : await store.grants.findDetails(name)
    if (text !== undefined) details.set(id, JSON.parse(text))
  }
  return { grants, details }
}
