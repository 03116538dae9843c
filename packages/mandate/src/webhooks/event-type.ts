/**
 * Webhooks of the platform: which facts become events, what an event says, how it is signed
 * (https://www.standardwebhooks.com). Payloads are thin: ids and what changed, no secret and no
 * personal data. Whoever needs more asks the API.
 *
 * Neighbours: `runtime/deliveries/` delivers, `operations/webhooks.ts` registers.
 */

import { type Fact, type FactKind, schemaOfFact } from '../facts/fact.ts'

/** One type of event. Its name is public, so it outlives the kinds of facts. */
export interface EventType {
  readonly name: string
  readonly kind: FactKind
  /** A sentence for developers. */
  readonly says: string
  /** The details that are told, each with its public name. */
  readonly tells: Readonly<Record<string, string>>
}

/** The public names of the parties, as in introspection (RFC 7662 §2.2) and elsewhere here. */
const PARTIES = {
  accountId: 'sub',
  clientId: 'client_id',
  grantId: 'grant_id',
  resourceId: 'resource_id',
} as const

const ACTORS: Readonly<Record<Fact['by']['kind'], string>> = {
  operator: 'operator',
  account: 'user',
  client: 'client',
  platform: 'platform',
  system: 'system',
}

export interface EventPayload {
  readonly type: string
  /** When it happened, not when it is sent (ISO 8601). */
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

export function payloadOf({ name, tells }: EventType, fact: Fact): EventPayload {
  const members: Readonly<Record<string, unknown>> = { ...fact }
  const named = Object.entries({ ...PARTIES, ...tells })
    .filter(([member]) => members[member] !== undefined)
    .map(([member, publicName]) => [publicName, members[member]])
  return {
    type: name,
    timestamp: new Date(fact.atMs).toISOString(),
    data: { ...Object.fromEntries(named), by: ACTORS[fact.by.kind] },
  }
}

const TYPES = {
  text: { type: 'string' },
  /** Never told. */
  personal: { type: 'string' },
  cause: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  time: { type: 'integer', description: 'Seconds since 1970.' },
}

const MEANINGS: Readonly<Record<string, string>> = {
  sub: 'The id of the user, as introspection tells it.',
  client_id: 'The client.',
  grant_id: 'The connection of a client to a user.',
  resource_id: 'The API.',
}

/** The JSON Schema (2020-12) of the payload. Receivers ignore members that they do not know. */
export function schemaOf({ name, kind, says, tells }: EventType) {
  const { about, details } = schemaOfFact(kind)
  const parties = Object.entries(PARTIES).map(([, party]) => [
    party,
    { type: 'string', description: MEANINGS[party] },
  ])
  const told = Object.entries(tells).map(([detail, publicName]) => [
    publicName,
    TYPES[details[detail] ?? 'text'],
  ])
  const required = about.flatMap((party) => (party in PARTIES ? PARTIES[party as 'clientId'] : []))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    description: says,
    type: 'object',
    properties: {
      type: { const: name },
      timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
      data: {
        type: 'object',
        properties: {
          ...Object.fromEntries(parties),
          ...Object.fromEntries(told),
          by: { enum: Object.values(ACTORS), description: 'Who did it.' },
        },
        required: [...required, ...Object.values(tells), 'by'],
      },
    },
    required: ['type', 'timestamp', 'data'],
  }
}

/**
 * Events with the same subject arrive in order: those of a person, else of a client, else of an API,
 * else all others.
 */
export function subjectOf({ accountId, clientId, resourceId }: Fact): string {
  if (accountId !== undefined) return `account:${accountId}`
  if (clientId !== undefined) return `client:${clientId}`
  return resourceId === undefined ? 'server' : `resource:${resourceId}`
}
