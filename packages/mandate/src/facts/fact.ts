/**
 * Facts record what people and programs did. The store writes a fact in the same transaction as the
 * change, so every change has a fact and no fact lacks its change. There is one row per act of a
 * person or operator and per end of a grant or token, but none for a refresh or an introspection:
 * rows grow with grants, not with tokens (see `passing.ts` for those).
 *
 * Readers: the stream of revocations (`runtime/`), the log, the metrics, `mandate activity`.
 */

import type { RevocationCause } from '../grants/grant.ts'
import type { Act, NewJob, RecordedActor } from './actor.ts'

/** The parties a fact can name. Each has its own column. */
export interface Parties {
  readonly grantId?: string
  readonly clientId?: string
  readonly accountId?: string
  readonly resourceId?: string
  readonly accessTokenId?: string
}

/** The types of a detail. `time` is in seconds since 1970. */
export interface DetailTypes {
  readonly text: string
  /** Tells something about a person, and is erased with their account. */
  readonly personal: string
  readonly texts: readonly string[]
  readonly time: number
  readonly cause: RevocationCause
}

export interface Schema {
  /** The parties always present. */
  readonly about: readonly (keyof Parties)[]
  /** Further details. */
  readonly details: Readonly<Record<string, keyof DetailTypes>>
  /**
   * Whether tokens matching all of its client, account and access token are revoked or must be
   * introspected again. A fact that names none of these matches every token.
   */
  readonly endsTokens?: true
}

const schemas = {
  'account.created': { about: ['accountId'], details: {} },
  'account.disabled': { about: ['accountId'], details: {}, endsTokens: true },
  'account.enabled': { about: ['accountId'], details: {} },
  /** `changed` lists the changed properties. */
  'account.updated': { about: ['accountId'], details: { changed: 'texts' } },
  'account.deleted': { about: ['accountId'], details: {}, endsTokens: true },
  /** The account was deleted; its identities now belong to `into`. */
  'account.merged': { about: ['accountId'], details: { into: 'text' }, endsTokens: true },
  /** Its owner asked to delete it after that time; until then they can keep it. */
  'account.deletion_asked': {
    about: ['accountId'],
    details: { deleteAfter: 'time' },
    endsTokens: true,
  },
  'account.deletion_stopped': { about: ['accountId'], details: {} },
  'account.password_changed': { about: ['accountId'], details: {} },
  /** The platform has verified it at a sign-in, and its hash is stored here from now on. */
  'account.password_kept': { about: ['accountId'], details: {} },
  /** The person has shown that mail to the address arrives. */
  'account.address_verified': { about: ['accountId'], details: {} },
  /** The mailed link has the new address, and in its details the old one. */
  'account.address_changed': {
    about: ['accountId'],
    details: { linkId: 'text' },
    endsTokens: true,
  },
  /** The address is the old one again, and the password is new. */
  'account.address_change_stopped': { about: ['accountId'], details: {}, endsTokens: true },
  /** Its owner runs Mandate from now on (`operators/roles.ts`), has another role, or no longer does. */
  'operator.added': { about: ['accountId'], details: { role: 'text' } },
  'operator.role_changed': { about: ['accountId'], details: { role: 'text' } },
  'operator.removed': { about: ['accountId'], details: {} },
  /** Somebody with one factor added a way to sign in: the role does not count until an owner confirms it. */
  'operator.unconfirmed': { about: ['accountId'], details: {} },
  'operator.confirmed': { about: ['accountId'], details: {} },
  /** The actor lacked a permission; recorded once an hour for each actor and permission. */
  'operator.refused': { about: [], details: { permission: 'text' } },

  /** At the registration, or when a newer version was asked about. */
  'account.terms_accepted': { about: ['accountId'], details: { version: 'text' } },
  /** Its failed sign-ins were cleared. */
  'account.unlocked': { about: ['accountId'], details: {} },

  /** A one-time link, to be mailed. Names an account, unless it is for a new one. */
  'link.made': { about: [], details: { purpose: 'text', linkId: 'text' } },
  /** One or more links that were not used yet do nothing any more. */
  'link.withdrawn': { about: [], details: { purpose: 'text' } },

  /** In which browser, as people read it, and from which network address. */
  'session.began': { about: ['accountId'], details: { agent: 'personal', network: 'personal' } },
  'session.ended': { about: ['accountId'], details: {} },
  /** All sessions of the account; if its owner did it, all but the one that they used. */
  'sessions.ended': { about: ['accountId'], details: {} },

  /**
   * A browser that is new to the account now counts as its owner's (`people/known-browsers.ts`),
   * after a `sign_in`, with a link by `mail`, or because its `password` was changed there.
   */
  'browser.remembered': {
    about: ['accountId'],
    details: { way: 'text', agent: 'personal', network: 'personal' },
  },

  /** The person can now sign in with this provider, or no longer can. */
  'identity.linked': { about: ['accountId'], details: { provider: 'text' } },
  'identity.unlinked': { about: ['accountId'], details: { provider: 'text' } },

  /** `name` is the passkey's; when renamed, its new one. */
  'passkey.added': { about: ['accountId'], details: { name: 'personal' } },
  'passkey.renamed': { about: ['accountId'], details: { name: 'personal' } },
  'passkey.removed': { about: ['accountId'], details: { name: 'personal' } },
  /** Its counter went back, so it was suspended. */
  'passkey.cloned': { about: ['accountId'], details: { name: 'personal' } },
  /** The account has this authenticator app now, perhaps instead of another one. */
  'totp.added': { about: ['accountId'], details: {} },
  'totp.removed': { about: ['accountId'], details: {} },
  /** New recovery codes; the old ones are void. */
  'recovery_codes.made': { about: ['accountId'], details: {} },
  'recovery_codes.used': { about: ['accountId'], details: {} },

  'client.created': { about: ['clientId'], details: {} },
  /** `changed` lists the changed properties. */
  'client.updated': { about: ['clientId'], details: { changed: 'texts' } },
  /**
   * Does not distinguish more scope from less: a guard that caches a token just introspects it once
   * more.
   */
  'client.scope_changed': {
    ...{ about: ['clientId'], details: { changed: 'texts', scope: 'text' } },
    endsTokens: true,
  },
  'client.secret_rotated': { about: ['clientId'], details: { previousExpiresAt: 'time' } },
  'client.disabled': { about: ['clientId'], details: {}, endsTokens: true },
  'client.enabled': { about: ['clientId'], details: {} },
  'client.deleted': { about: ['clientId'], details: {}, endsTokens: true },

  'resource.created': { about: ['resourceId'], details: {} },
  /** What introspection tells the API about a token may change. */
  'resource.updated': {
    ...{ about: ['resourceId'], details: { changed: 'texts' } },
    endsTokens: true,
  },
  'resource.secret_rotated': { about: ['resourceId'], details: { previousExpiresAt: 'time' } },
  'resource.deleted': { about: ['resourceId'], details: {} },

  /** The host of documents that describe clients; `client` is the one that was asked for. */
  'client_domain.held': { about: [], details: { domain: 'text', client: 'text' } },
  'client_domain.allowed': { about: [], details: { domain: 'text' } },
  'client_domain.denied': { about: [], details: { domain: 'text' } },
  'client_domain.forgotten': { about: [], details: { domain: 'text' } },

  /**
   * A version of the settings in the database; `changed` lists those that differ from the one before.
   * What they change about tokens ends the stream of revocations (`revocations/events.ts`).
   */
  'settings.declared': { about: [], details: { version: 'text', changed: 'texts' } },

  /** An initial access token (RFC 7591), with which clients register themselves. */
  'registration_token.created': { about: [], details: { registrationTokenId: 'text' } },
  'registration_token.deleted': { about: [], details: { registrationTokenId: 'text' } },

  /** An issuer that the operator trusts. Whatever ends something ends every grant that came of it. */
  'issuer.created': { about: [], details: { issuerId: 'text' } },
  'issuer.updated': {
    ...{ about: [], details: { issuerId: 'text', changed: 'texts' } },
    endsTokens: true,
  },
  'issuer.disabled': { about: [], details: { issuerId: 'text' }, endsTokens: true },
  'issuer.enabled': { about: [], details: { issuerId: 'text' } },
  'issuer.deleted': { about: [], details: { issuerId: 'text' }, endsTokens: true },
  /** It signed the person out, so what came of its assertions about them ended. */
  'issuer.signed_out': {
    ...{ about: ['accountId'], details: { issuerId: 'text' } },
    endsTokens: true,
  },
  /** The person had disconnected the client, and lets the issuer's assertions connect it again. */
  'issuer.allowed_again': { about: ['accountId', 'clientId'], details: { issuerId: 'text' } },

  'platform_key.created': { about: [], details: { platformKeyId: 'text' } },
  'platform_key.secret_rotated': {
    about: [],
    details: { platformKeyId: 'text', previousExpiresAt: 'time' },
  },
  'platform_key.deleted': { about: [], details: { platformKeyId: 'text' } },

  /** Where events are delivered (`runtime/deliveries/`). */
  'endpoint.created': { about: [], details: { endpointId: 'text' } },
  'endpoint.updated': { about: [], details: { endpointId: 'text', changed: 'texts' } },
  'endpoint.secret_rotated': {
    about: [],
    details: { endpointId: 'text', previousExpiresAt: 'time' },
  },
  /**
   * `reason`: by the `operator`, by its `client`, which may want nothing meanwhile (`client_disabled`), or it is
   * `gone`, `unreachable`, or has `too_many_failures`.
   */
  'endpoint.disabled': { about: [], details: { endpointId: 'text', reason: 'text' } },
  'endpoint.enabled': { about: [], details: { endpointId: 'text' } },
  'endpoint.deleted': { about: [], details: { endpointId: 'text' } },
  /** To show its client that events arrive (Shared Signals 1.0 §8.1.4); `state` comes back in the event. */
  'endpoint.verification_asked': {
    ...{ about: ['clientId'], details: { endpointId: 'text', state: 'text' } },
  },
  /** By hand, of what was delivered before or had failed. */
  'endpoint.replayed': { about: [], details: { endpointId: 'text' } },
  /** It was stopped for longer than facts are kept, so events until that time may be lost. */
  'endpoint.fell_behind': { about: [], details: { endpointId: 'text', missedUntil: 'time' } },

  /** `app`: whether it is `new` to the account, or `known` and asked again. */
  'consent.given': { about: ['accountId', 'clientId'], details: { scope: 'text', app: 'text' } },
  'consent.withdrawn': { about: ['accountId', 'clientId'], details: {}, endsTokens: true },

  /**
   * A person allowed a device (RFC 8628): what it is and where it asked from. `app`: whether the client
   * is `new` to the account, or `known`.
   */
  'device.connected': {
    about: ['grantId', 'clientId', 'accountId'],
    details: { agent: 'personal', network: 'personal', app: 'text' },
  },

  /** Names an account too, unless the client acts for itself. */
  'grant.created': { about: ['grantId', 'clientId'], details: { scope: 'text' } },
  /** The client acts for the account through another one, whose grant it was delegated from. */
  'grant.delegated': { about: ['grantId', 'clientId', 'accountId'], details: { scope: 'text' } },
  'grant.ended': {
    ...{ about: ['grantId', 'clientId'], details: { because: 'cause' } },
    endsTokens: true,
  },
  /** Its owner took back one scope token. */
  'grant.narrowed': {
    ...{ about: ['grantId', 'clientId', 'accountId'], details: { taken: 'text' } },
    endsTokens: true,
  },
  /** Its owner lowered limits in its authorization details. */
  'grant.lowered': { about: ['grantId', 'clientId', 'accountId'], details: {}, endsTokens: true },
  /** All grants of the account, the client, or the pair, depending on which it names. */
  'grants.ended': { about: [], details: { because: 'cause' }, endsTokens: true },
  /** What the end of a session ended at one client. It may keep a grant with `offline_access`. */
  'grants.logged_out': { about: ['accountId', 'clientId'], details: {}, endsTokens: true },
  /** A single access token. */
  'access_token.revoked': { about: ['accessTokenId'], details: {}, endsTokens: true },

  /** A server key was added to a key file; it is used once every server holds it. */
  'key.added': { about: [], details: { keyId: 'text' } },
  /** A server key: nothing made with it is honoured any more. */
  'key.retired': { about: [], details: { keyId: 'text' }, endsTokens: true },

  /** A job that was given up is tried again, by hand. */
  'job.retried': { about: [], details: { jobId: 'text' } },

  'recovery.noted': { about: [], details: { acceptNewerUntil: 'time' } },
  /** An operator confirmed a clock; `trusted` is the time it showed. */
  'clock.trusted': { about: [], details: { trusted: 'time' } },
} as const satisfies Readonly<Record<string, Schema>>

export type FactKind = keyof typeof schemas
export const factKinds = Object.keys(schemas) as readonly FactKind[]

type Details<Kind extends FactKind> = {
  readonly [Name in keyof (typeof schemas)[Kind]['details']]: DetailTypes[(typeof schemas)[Kind]['details'][Name] &
    keyof DetailTypes]
}

/** A fact's content; the store adds who and when. */
export type NewFact = {
  readonly [Kind in FactKind]: { readonly kind: Kind } & Parties &
    Required<Pick<Parties, (typeof schemas)[Kind]['about'][number]>> &
    Details<Kind>
}[FactKind]

/**
 * A fact that is about to be written, for what follows from it. The end of a grant names only the
 * grant: the parties come from its row.
 */
export type FactToCome =
  | Exclude<NewFact, { readonly kind: 'grant.ended' }>
  | { readonly kind: 'grant.ended'; readonly grantId: string; readonly because: RevocationCause }

/**
 * The jobs that follow from a fact and are written in its unit. `unit` has all facts of the unit.
 * Pure.
 */
export type JobsFor = (
  fact: FactToCome,
  act: Pick<Act, 'by' | 'at'>,
  unit: readonly FactToCome[],
) => readonly NewJob[]

/** A stored fact. `atMs` is the database's time in milliseconds since 1970. */
export type Fact = NewFact & {
  readonly id: string
  readonly atMs: number
  readonly by: RecordedActor
}

/** What listeners in this process receive once the fact is durable. */
export type RecordedFact = Parties & {
  readonly id: string
  readonly kind: FactKind
  readonly by: RecordedActor
  readonly because?: RevocationCause
  readonly leavesJobs?: boolean
}

/** How facts of a kind are made up, for documents about them. */
export function schemaOfFact(kind: FactKind): Schema {
  return schemas[kind]
}

export function endsTokens({ kind }: { readonly kind: FactKind }): boolean {
  return 'endsTokens' in schemas[kind]
}

/** A fact's details without its parties and without what is personal, as stored. */
export function detailsOf(fact: NewFact): Readonly<Record<string, unknown>> {
  return membersOf(
    fact,
    Object.entries(schemas[fact.kind].details).flatMap(([name, type]) =>
      type === 'personal' ? [] : [name],
    ),
  )
}

/** Its personal details, which are stored apart; undefined if its kind has none. */
export function personalDetailsOf(fact: NewFact): Readonly<Record<string, unknown>> | undefined {
  const names = personalNamesOf(fact.kind)
  return names.length === 0 ? undefined : membersOf(fact, names)
}

/** The names of the personal details of a kind; none if it is unknown here. */
export function personalNamesOf(kind: string): readonly string[] {
  return personalNames.get(kind) ?? []
}

const personalNames: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(schemas as Readonly<Record<string, Schema>>).map(([kind, { details }]) => [
    kind,
    Object.entries(details).flatMap(([name, type]) => (type === 'personal' ? [name] : [])),
  ]),
)

function membersOf(fact: NewFact, names: readonly string[]): Readonly<Record<string, unknown>> {
  const members = new Map(Object.entries(fact))
  return Object.fromEntries(names.map((name) => [name, members.get(name)]))
}

/** The fact with these members, or undefined if they do not form a known one. */
export function asFact(members: Readonly<Record<string, unknown>>): Fact | undefined {
  const { kind } = members
  if (typeof kind !== 'string' || !Object.hasOwn(schemas, kind)) return undefined
  const { about, details }: Schema = schemas[kind as FactKind]
  const isWhole =
    about.every((party) => typeof members[party] === 'string') &&
    Object.entries(details).every(([name, type]) => isOfType[type](members[name]))
  return isWhole ? (members as unknown as Fact) : undefined
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isOfType: Readonly<Record<keyof DetailTypes, (value: unknown) => boolean>> = {
  text: isText,
  personal: isText,
  cause: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  time: (value) => typeof value === 'number',
}
