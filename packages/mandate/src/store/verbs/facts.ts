/**
 * Writes and reads facts. A verb that changes something adds the step that records it to its own
 * unit, so the two succeed or fail together.
 */

import { hash, randomBytes, randomUUID } from 'node:crypto'
import { type Act, type Actor, recordedActor } from '../../facts/actor.ts'
import {
  asFact,
  detailsOf,
  endsTokens,
  type Fact,
  type JobsFor,
  type NewFact,
  type Parties,
  personalDetailsOf,
  personalNamesOf,
  type RecordedFact,
} from '../../facts/fact.ts'
import { markedText } from '../../facts/mark.ts'
import type { DetailsId, GrantId, RevocationCause } from '../../grants/grant.ts'
import { type Engine, type Recording, type Row, type Step, step } from '../engine.ts'
import type { Ending, FactPlace, FactStore } from '../port.ts'
import * as queries from '../queries/facts.ts'
import { insertJob } from '../queries/jobs.ts'
import { document, integer, pageInput, text, textOrNull } from '../rows.ts'

/** For the audit chain (`audit/seal.ts`). None of them may throw. */
export interface AuditHooks {
  /** The mark of a new fact. */
  mark(text: string): string
  /** Facts of this process that were written, or perhaps were where the database did not answer. */
  noted(ids: readonly string[]): void
  /** Facts to be removed, once a seal says so. */
  drop(ids: readonly string[]): void
}

/**
 * The verbs, and an engine for all other verbs to write with: it adds the jobs that follow from
 * what they record, marks it, and reports it.
 */
export function createFactStore(
  engine: Engine,
  {
    jobsFor,
    audit,
  }: { readonly jobsFor?: JobsFor | undefined; readonly audit?: AuditHooks | undefined } = {},
): {
  readonly facts: FactStore
  readonly noticing: Engine
} {
  const listeners = new Set<(facts: readonly RecordedFact[]) => Promise<void>>()
  return {
    facts: {
      async readEndings(after, { beforeMs = Number.MAX_SAFE_INTEGER, countSinceMs, ...request }) {
        const { limit } = pageInput(request)
        const rows = await engine.read(
          step(queries.readEndings, {
            ...{ after_ms: after.atMs, after_id: after.id, before_ms: beforeMs },
            ...{ counted_since_ms: countSinceMs, limit },
          }),
        )
        const endings = rows.filter((row) => row['id'] !== null).map(readEnding)
        const [first = {}] = rows
        return {
          nowMs: integer(first, 'now_ms'),
          endings,
          isLast: endings.length < limit,
          counted: integer(first, 'counted'),
        }
      },
      async readPage(after, { beforeMs = Number.MAX_SAFE_INTEGER, countSinceMs, ...request }) {
        const { limit } = pageInput(request)
        const rows = await engine.read(
          step(queries.readFacts, {
            ...{ after_ms: after.atMs, after_id: after.id, before_ms: beforeMs },
            ...{ counted_since_ms: countSinceMs, limit },
          }),
        )
        const [first = {}] = rows
        const entries = rows
          .filter((row) => row['id'] !== null)
          .map((row) => ({ id: text(row, 'id'), atMs: integer(row, 'at_ms'), fact: readFact(row) }))
        return {
          nowMs: integer(first, 'now_ms'),
          entries,
          isLast: entries.length < limit,
          counted: integer(first, 'counted'),
        }
      },
      async find(id) {
        const [row] = await engine.read(step(queries.readFact, { id }))
        return row && readFact(row)
      },
      async list({ clientId, accountId, sinceMs = 0 }, most) {
        const { limit } = pageInput({ limit: most })
        const whose = { client_id: clientId ?? null, account_id: accountId ?? null }
        const input = { ...whose, since_ms: sinceMs, limit }
        const rows = await engine.read(step(queries.listFacts, input))
        // A newer server may have recorded a kind that is unknown here.
        return rows.flatMap((row) => readFact(row) ?? [])
      },
      async listOf(accountId, { before, limit }) {
        const { atMs, id } = before ?? { atMs: Number.MAX_SAFE_INTEGER, id: '' }
        const place = { before_ms: atMs, before_id: id }
        const input = { account_id: accountId, ...place, limit: pageInput({ limit }).limit }
        const rows = await engine.read(step(queries.listFactsOfAccount, input))
        return rows.flatMap((row) => readFact(row) ?? [])
      },
      async search({ sinceMs = 0, what, who, about }, { before, limit: most }) {
        const { limit } = pageInput({ limit: most })
        const { atMs, id } = before ?? { atMs: Number.MAX_SAFE_INTEGER, id: '' }
        const place = { since_ms: sinceMs, before_ms: atMs, before_id: id }
        const wanted = { what: what ?? null, who: who ?? null, about: about ?? null }
        const rows = await engine.read(
          step(queries.searchFacts, { ...place, ...wanted, limit, looked: LOOKED_AT }),
        )
        const facts = rows.flatMap((row) => readFact(row) ?? [])
        if (rows.length === limit) return { facts, next: placeOf(rows.at(-1)) }
        const end = step(queries.findSearchEnd, { ...place, skipped: LOOKED_AT - 1 })
        return { facts, next: placeOf((await engine.read(end))[0]) }
      },
      async walk({ after, untilMs, limit: most }) {
        const { limit } = pageInput({ limit: most })
        const place = { after_ms: after.atMs, after_id: after.id, until_ms: untilMs }
        const rows = await engine.read(step(queries.walkFacts, { ...place, limit }))
        const facts = rows.flatMap((row) => readFact(row) ?? [])
        return { facts, next: rows.length < limit ? null : placeOf(rows.at(-1)) }
      },
      watch(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    noticing: {
      ...engine,
      async write(plain) {
        if (!plain.some(isRecording)) return engine.write(plain)
        const steps = withMarks(withJobs(plain, jobsFor), audit)
        const all = steps.flatMap(({ records }) => records ?? [])
        const results = await engine.write(steps).catch((error: unknown) => {
          audit?.noted(all.map(({ id }) => id))
          throw error
        })
        const done = isDone(steps, results)
        const recorded = all.filter(({ ifDone }) => done || !ifDone)
        audit?.noted(recorded.map(({ id }) => id))
        if (listeners.size > 0 && recorded.length > 0) {
          const facts = recorded.map(told)
          await Promise.all([...listeners].map((listener) => listener(facts)))
        }
        return results
      },
    },
  }
}

/** Facts that one search looks at. */
const LOOKED_AT = 5_000

const isRecording = ({ records }: Step) => records !== undefined

/**
 * A UUID that starts with the time (version 7, RFC 9562 §5.7), so that new facts are neighbours in
 * the index and recording one touches few pages.
 */
function newFactId(): string {
  const ms = Date.now().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`
}

/** The row that must exist for a fact to be recorded. */
interface About {
  readonly table:
    | 'accounts'
    | 'account_updates'
    | 'clients'
    | 'client_revisions'
    | 'resource_revisions'
    | 'platform_keys'
    | 'client_domains'
    | 'declared_settings'
    | 'registration_tokens'
    | 'recovery_codes'
    | 'totp_authenticators'
    | 'passwords'
    | 'accounts_in_deletion'
    | 'deletions'
    | 'identities'
    | 'issuer_revisions'
    | 'new_operators'
    | 'changeable_operators'
    | 'confirmed_operators'
    | 'unconfirmed_operators'
    | 'key_ids'
    | 'consents'
    | 'endpoints'
    | 'endpoint_revisions'
    | 'device_requests'
    | 'grants'
    | 'passkeys'
    | 'active_passkeys'
    | 'removable_passkeys'
    | 'mailed_links'
    | 'open_invitations'
    | 'open_links'
    | 'known_browsers'
    | 'resources'
    | 'retried_jobs'
    | 'scim_users'
    | 'sessions'
    | 'trusted_issuers'
    | 'trusted_times'
  readonly id: string
}

/**
 * The step that records a fact; `noticing` adds its jobs. Without `about`, it is recorded
 * unconditionally. A fact that can happen only once to its subject, such as the end of a grant, has
 * the subject's `id`.
 */
export function record(
  fact: NewFact,
  { by, at = Math.floor(Date.now() / 1000), jobs = [] }: Omit<Act, 'at'> & Partial<Act>,
  { about, id = newFactId() }: { readonly about?: About; readonly id?: string } = {},
): readonly Step[] {
  const recorded = step(queries.insertFact, {
    id,
    kind: fact.kind,
    ends_tokens: Number(endsTokens(fact)),
    ...actorColumns(by),
    grant_id: fact.grantId ?? null,
    client_id: fact.clientId ?? null,
    account_id: fact.accountId ?? null,
    resource_id: fact.resourceId ?? null,
    access_token_id: fact.accessTokenId ?? null,
    ...detailColumns(fact),
    unit: null,
    about: about?.table ?? null,
    about_id: about?.id ?? null,
  })
  return [{ ...recorded, records: { id, fact, by, at, jobs, ifDone: about !== undefined } }]
}

/** Records the end of a grant; must come after the step that ends it. */
export function recordEndOfGrant(
  grantId: GrantId,
  because: RevocationCause,
  { by, at, jobs = [] }: Act,
): readonly Step[] {
  const recorded = step(queries.insertEndOfGrant, {
    grant_id: grantId,
    revoked_at: at,
    revoked_because: because,
    ...actorColumns(by),
    details: JSON.stringify({ because }),
    unit: null,
  })
  const fact = { kind: 'grant.ended', grantId, because } as const
  return [{ ...recorded, records: { id: grantId, fact, by, at, jobs, ifDone: true } }]
}

/** Records that a scope token was taken out of a grant; must come after the step that does it. */
export function recordNarrowing(
  { accountId, grantId, clientId, taken }: NewFact & { readonly kind: 'grant.narrowed' },
  { by, at, jobs = [] }: Act,
): readonly Step[] {
  const id = `${grantId}.${hash('sha256', taken, 'hex').slice(0, 16)}`
  const recorded = step(queries.insertNarrowing, {
    ...{ id, grant_id: grantId, account_id: accountId, taken },
    ...actorColumns(by),
    details: JSON.stringify({ taken }),
    unit: null,
  })
  const fact = { kind: 'grant.narrowed', accountId, grantId, clientId, taken } as const
  return [{ ...recorded, records: { id, fact, by, at, jobs, ifDone: true } }]
}

/** Records that limits of a grant were lowered; must come after the step that does it. */
export function recordLowering(
  { accountId, grantId, clientId }: NewFact & { readonly kind: 'grant.lowered' },
  lowered: DetailsId,
  { by, at, jobs = [] }: Act,
): readonly Step[] {
  const id = `${grantId}.${hash('sha256', lowered, 'hex').slice(0, 16)}`
  const recorded = step(queries.insertLowering, {
    ...{ id, grant_id: grantId, account_id: accountId, lowered },
    ...actorColumns(by),
    unit: null,
  })
  const fact = { kind: 'grant.lowered', accountId, grantId, clientId } as const
  return [{ ...recorded, records: { id, fact, by, at, jobs, ifDone: true } }]
}

/**
 * A unit with the jobs that follow from its facts, numbered by them. They are written if this very
 * unit writes the fact, which then has the unit's name.
 */
function withJobs(steps: readonly Step[], jobsFor: JobsFor | undefined): readonly Step[] {
  const following: Step[] = []
  const facts = steps.flatMap(({ records }) => records?.fact ?? [])
  const changed = steps.map((plain) => {
    const { records } = plain
    if (records === undefined) return plain
    const jobs = [...records.jobs, ...(jobsFor?.(records.fact, records, facts) ?? [])]
    if (jobs.length === 0) return plain
    const unit = randomUUID()
    for (const [number, { kind, input, ifSignedIn }] of jobs.entries()) {
      const id = `${records.id}.${number}`
      const named = {
        sid_of_account: ifSignedIn?.accountId ?? null,
        sid_of_grant: ifSignedIn?.grantId ?? null,
      }
      const job = { id, kind, input: JSON.stringify(input), ...named }
      following.push(step(insertJob, { ...job, fact_id: records.id, unit }))
    }
    return { ...plain, input: { ...plain.input, unit }, records: { ...records, jobs } }
  })
  return following.length === 0 ? steps : [...changed, ...following]
}

/** What an account's deletion erases has a salt, so that nobody can guess it from its digest. */
function detailColumns(fact: NewFact) {
  const details = JSON.stringify(detailsOf(fact))
  const personal = personalDetailsOf(fact)
  if (personal === undefined) return { details, personal: null, personal_digest: null }
  const salt = randomBytes(12).toString('base64url')
  const text = JSON.stringify({ ...personal, salt })
  return { details, personal: text, personal_digest: hash('sha256', text, 'base64url') }
}

function withMarks(steps: readonly Step[], audit: AuditHooks | undefined): readonly Step[] {
  if (audit === undefined) return steps
  return steps.map((plain) => {
    const { records, input } = plain
    if (records === undefined) return plain
    const { id, fact } = records
    const parties: Parties = fact
    const text = markedText({
      ...{ id, kind: fact.kind },
      actorKind: String(input['actor_kind']),
      actorId: inputText(input, 'actor_id'),
      actorVia: inputText(input, 'actor_via'),
      actorFrom: inputText(input, 'actor_from'),
      grantId: parties.grantId ?? null,
      clientId: parties.clientId ?? null,
      accountId: parties.accountId ?? null,
      resourceId: parties.resourceId ?? null,
      accessTokenId: parties.accessTokenId ?? null,
      details: inputText(input, 'details') ?? '{}',
      personalDigest: inputText(input, 'personal_digest'),
    })
    return { ...plain, input: { ...input, mark: audit.mark(text) } }
  })
}

function inputText(input: Step['input'], column: string): string | null {
  const value = input[column]
  return typeof value === 'string' ? value : null
}

/** The fact as listeners hear it. */
function told({ id, fact, by, jobs }: Recording): RecordedFact {
  return { ...fact, id, by: recordedActor(by), ...(jobs.length > 0 && { leavesJobs: true }) }
}

/** A step that changes something returns a row if it did, if it returns rows at all. */
function isDone(steps: readonly Step[], results: readonly (readonly Row[])[]): boolean {
  const place = steps.findIndex(({ query }) => query.text.includes('RETURNING'))
  return place < 0 || (results[place] ?? []).length > 0
}

function actorColumns(by: Actor) {
  const { kind, ...recorded } = recordedActor(by)
  return {
    actor_kind: kind,
    actor_id: 'id' in recorded ? recorded.id : null,
    actor_via: 'via' in recorded ? recorded.via : null,
    actor_from: 'network' in recorded ? recorded.network : null,
    mark: null,
  }
}

/** Without its kind, so that kinds which only a newer server knows end tokens here too. */
function readEnding(row: Row): Ending {
  return {
    id: text(row, 'id'),
    atMs: integer(row, 'at_ms'),
    grantId: textOrNull(row, 'grant_id') ?? undefined,
    clientId: textOrNull(row, 'client_id') ?? undefined,
    accountId: textOrNull(row, 'account_id') ?? undefined,
    accessTokenId: textOrNull(row, 'access_token_id') ?? undefined,
  }
}

function readFact(row: Row): Fact | undefined {
  const { id, atMs, ...parties } = readEnding(row)
  const resourceId = textOrNull(row, 'resource_id') ?? undefined
  const named = Object.entries({ ...parties, resourceId }).filter(
    ([, party]) => party !== undefined,
  )
  return asFact({
    ...Object.fromEntries(named),
    ...document(row, 'details'),
    ...personalOf(row),
    id,
    atMs,
    kind: text(row, 'kind'),
    by: readActor(row),
  })
}

/** Empty texts once they were erased. */
function personalOf(row: Row): Readonly<Record<string, unknown>> {
  const names = personalNamesOf(text(row, 'kind'))
  if (names.length === 0) return {}
  if (row['personal'] === null) return Object.fromEntries(names.map((name) => [name, '']))
  const { salt: _, ...personal } = document<Record<string, unknown>>(row, 'personal')
  return personal
}

function placeOf(row: Row | undefined): FactPlace | null {
  return row === undefined ? null : { atMs: integer(row, 'at_ms'), id: text(row, 'id') }
}

function readActor(row: Row) {
  const known = { id: 'actor_id', via: 'actor_via', network: 'actor_from' }
  const members = Object.entries(known).map(([name, column]) => [name, textOrNull(row, column)])
  return {
    kind: text(row, 'actor_kind'),
    ...Object.fromEntries(members.filter(([, value]) => value !== null)),
  }
}
