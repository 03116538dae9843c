/**
 * A proof: a file from which anybody can check that the audit events are whole, without the database and
 * without a secret. JSON lines:
 *
 *     {"audit": …}              whose events, and since when they are kept
 *     {"seal": …}               the first seal
 *     {"event": …}, …           every event that it lists, as the database has it
 *     {"seal": …} …
 *     {"statement": "eyJ…"}     the end of the chain, signed with a public key of the server
 *
 * Seals contain the hash of the one before, and hashes of their events (`../seal.ts`). So the signature
 * over the last one vouches for everything.
 */

import type { FactRow, StoredSeal } from '../../store/port.ts'

export interface ProofHeader {
  readonly version: 1
  readonly issuer: string
  /** In milliseconds since 1970, and a number of a seal: what retention has removed. */
  readonly kept_since_ms: number
  readonly kept_after_seal: number
}

export type ProofSeal = Omit<StoredSeal, 'keyId' | 'mac'>

export type ProofLine =
  | { readonly is: 'audit'; readonly header: ProofHeader }
  | { readonly is: 'seal'; readonly seal: ProofSeal }
  | { readonly is: 'event'; readonly event: FactRow }
  | { readonly is: 'statement'; readonly statement: string }

type Kind = 'text' | 'text?' | 'integer'

const sealMembers = {
  ...{ number: 'integer', atMs: 'integer', node: 'text', kind: 'text', day: 'text' },
  ...{ content: 'text', previous: 'text', hash: 'text' },
} as const satisfies Readonly<Record<keyof ProofSeal, Kind>>

const eventMembers = {
  ...{ id: 'text', atMs: 'integer', kind: 'text', endsTokens: 'integer' },
  ...{ actorKind: 'text', actorId: 'text?', actorVia: 'text?', actorFrom: 'text?' },
  ...{ grantId: 'text?', clientId: 'text?', accountId: 'text?', resourceId: 'text?' },
  ...{ accessTokenId: 'text?', details: 'text', personal: 'text?', personalDigest: 'text?' },
  mark: 'text?',
} as const satisfies Readonly<Record<keyof FactRow, Kind>>

const headerMembers = {
  ...{ version: 'integer', issuer: 'text', kept_since_ms: 'integer', kept_after_seal: 'integer' },
} as const satisfies Readonly<Record<keyof ProofHeader, Kind>>

/** One line, with its line break. */
export function proofLine(line: ProofLine): string {
  return `${JSON.stringify(shown(line))}\n`
}

function shown(line: ProofLine): object {
  switch (line.is) {
    case 'audit':
      return { audit: line.header }
    case 'seal':
      return { seal: renamed(sealMembers, line.seal) }
    case 'event':
      return { event: renamed(eventMembers, line.event) }
    case 'statement':
      return { statement: line.statement }
  }
}

/** The line; undefined for any other text. */
export function readProofLine(text: string): ProofLine | undefined {
  let read: Readonly<Record<string, unknown>>
  try {
    read = Object(JSON.parse(text))
  } catch {
    return undefined
  }
  const { audit, seal, event, statement } = read
  if (typeof statement === 'string') return { is: 'statement', statement }
  const header = audit === undefined ? undefined : members<ProofHeader>(headerMembers, audit)
  if (header?.version === 1) return { is: 'audit', header }
  const readSeal = seal === undefined ? undefined : members<ProofSeal>(sealMembers, seal)
  if (readSeal !== undefined) return { is: 'seal', seal: readSeal }
  const readEvent = event === undefined ? undefined : members<FactRow>(eventMembers, event)
  return readEvent && { is: 'event', event: readEvent }
}

function renamed(kinds: Readonly<Record<string, Kind>>, of: object): object {
  const from = new Map<string, unknown>(Object.entries(of))
  return Object.fromEntries(Object.keys(kinds).map((name) => [column(name), from.get(name)]))
}

function members<Read>(kinds: Readonly<Record<string, Kind>>, value: unknown): Read | undefined {
  const from = new Map<string, unknown>(Object.entries(Object(value)))
  const read: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(kinds)) {
    const member = from.get(column(name))
    if (!isOf(kind, member)) return undefined
    read[name] = member
  }
  return read as Read
}

function isOf(kind: Kind, member: unknown): boolean {
  if (kind === 'integer') return Number.isSafeInteger(member)
  return typeof member === 'string' || (kind === 'text?' && member === null)
}

/** `atMs` → `at_ms`, as the column of the database is called. */
function column(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
