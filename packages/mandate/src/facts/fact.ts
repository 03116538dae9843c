/**
 * Facts: what people and programs did. The verb of the store that makes a change writes its fact in
 * the same unit, so nothing happens without a fact and no fact tells of what did not happen. There is
 * one row for each act of a person or an operator, and for the end of a grant or a token; never for a
 * refresh or an introspection, so rows grow with grants and not with tokens (`passing.ts` has those).
 *
 * Readers: the stream of revocations (`runtime/`), the log, the metrics, `mandate activity`.
 */

import type { RevocationCause } from '../grants/grant.ts'
import type { Actor } from './actor.ts'

/** The parties that a fact may be about. Each has a column of its own. */
export interface Parties {
  readonly grantId?: string
  readonly clientId?: string
  readonly accountId?: string
  readonly resourceId?: string
  readonly accessTokenId?: string
}

/** The types that a detail may have. `time` is in seconds since 1970. */
interface DetailTypes {
  readonly text: string
  readonly texts: readonly string[]
  readonly time: number
  readonly cause: RevocationCause
}

interface Schema {
  /** The parties that it always names. */
  readonly about: readonly (keyof Parties)[]
  /** What it says besides. */
  readonly details: Readonly<Record<string, keyof DetailTypes>>
  /**
   * Whether tokens that fit all of its client, account and access token are over, or are to be asked
   * about again. One that names none of these fits every token.
   */
  readonly endsTokens?: true
}

const schemas = {
  'account.created': { about: ['accountId'], details: {} },
  'account.disabled': { about: ['accountId'], details: {}, endsTokens: true },
  'account.enabled': { about: ['accountId'], details: {} },
  'account.password_changed': { about: ['accountId'], details: {} },
  /** Its failed sign-ins were forgotten. */
  'account.unlocked': { about: ['accountId'], details: {} },

  'session.began': { about: ['accountId'], details: {} },
  'session.ended': { about: ['accountId'], details: {} },

  'client.created': { about: ['clientId'], details: {} },
  /** `changed` has the names of the properties. */
  'client.updated': { about: ['clientId'], details: { changed: 'texts' } },
  /** More scope is not told from less: a guard that keeps a token asks about it once more. */
  'client.scope_changed': {
    ...{ about: ['clientId'], details: { changed: 'texts', scope: 'text' } },
    endsTokens: true,
  },
  'client.secret_rotated': { about: ['clientId'], details: { previousExpiresAt: 'time' } },
  'client.disabled': { about: ['clientId'], details: {}, endsTokens: true },
  'client.enabled': { about: ['clientId'], details: {} },
  'client.deleted': { about: ['clientId'], details: {}, endsTokens: true },

  'resource.created': { about: ['resourceId'], details: {} },
  /** What an API may be told of a token can be more or less from now on. */
  'resource.updated': {
    ...{ about: ['resourceId'], details: { changed: 'texts' } },
    endsTokens: true,
  },
  'resource.secret_rotated': { about: ['resourceId'], details: { previousExpiresAt: 'time' } },
  'resource.deleted': { about: ['resourceId'], details: {} },

  'consent.given': { about: ['accountId', 'clientId'], details: { scope: 'text' } },
  'consent.withdrawn': { about: ['accountId', 'clientId'], details: {}, endsTokens: true },

  /** It names an account too, unless the client acts in its own name. */
  'grant.created': { about: ['grantId', 'clientId'], details: { scope: 'text' } },
  'grant.ended': {
    ...{ about: ['grantId', 'clientId'], details: { because: 'cause' } },
    endsTokens: true,
  },
  /** All grants of the account, of the client, or of the pair, whichever it names. */
  'grants.ended': { about: [], details: { because: 'cause' }, endsTokens: true },
  /** One access token by itself. */
  'access_token.revoked': { about: ['accessTokenId'], details: {}, endsTokens: true },

  'recovery.noted': { about: [], details: { acceptNewerUntil: 'time' } },
  /** An operator said that a clock is right; `trusted` is what it showed. */
  'clock.trusted': { about: [], details: { trusted: 'time' } },
} as const satisfies Readonly<Record<string, Schema>>

export type FactKind = keyof typeof schemas
export const factKinds = Object.keys(schemas) as readonly FactKind[]

type Details<Kind extends FactKind> = {
  readonly [Name in keyof (typeof schemas)[Kind]['details']]: DetailTypes[(typeof schemas)[Kind]['details'][Name] &
    keyof DetailTypes]
}

/** What a fact says; the store adds who and when. */
export type NewFact = {
  readonly [Kind in FactKind]: { readonly kind: Kind } & Parties &
    Required<Pick<Parties, (typeof schemas)[Kind]['about'][number]>> &
    Details<Kind>
}[FactKind]

/** One that was written. `atMs` is the database's own time, in milliseconds since 1970. */
export type Fact = NewFact & {
  readonly id: string
  readonly atMs: number
  readonly by: Actor
}

/** What those hear who watch this process, once the fact is durable. */
export type RecordedFact = Parties & {
  readonly kind: FactKind
  readonly by: Actor
  readonly because?: RevocationCause
}

export function endsTokens({ kind }: { readonly kind: FactKind }): boolean {
  return 'endsTokens' in schemas[kind]
}

/** What a fact says besides its parties, as it is kept. */
export function detailsOf(fact: NewFact): Readonly<Record<string, unknown>> {
  const members = new Map(Object.entries(fact))
  return Object.fromEntries(
    Object.keys(schemas[fact.kind].details).map((name) => [name, members.get(name)]),
  )
}

/** The fact that these are the members of; undefined where they are none of ours. */
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
  cause: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  time: (value) => typeof value === 'number',
}
