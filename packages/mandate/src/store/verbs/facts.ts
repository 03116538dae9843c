/**
 * Writes and reads facts. A verb that changes something adds the step that records it to its own
 * unit, so the two succeed or fail together.
 */

import { randomUUID } from 'node:crypto'
import type { Act, Actor } from '../../facts/actor.ts'
import {
  asFact,
  detailsOf,
  endsTokens,
  type Fact,
  type NewFact,
  type RecordedFact,
} from '../../facts/fact.ts'
import type { GrantId, RevocationCause } from '../../grants/grant.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { Ending, FactStore } from '../port.ts'
import * as queries from '../queries/facts.ts'
import { insertJob } from '../queries/jobs.ts'
import { document, integer, pageInput, text, textOrNull } from '../rows.ts'

/** The verbs, and an engine for all other verbs to write with: it reports what they record. */
export function createFactStore(engine: Engine): {
  readonly facts: FactStore
  readonly noticing: Engine
} {
  const listeners = new Set<(facts: readonly RecordedFact[]) => Promise<void>>()
  return {
    facts: {
      async readEndings(after, { countSinceMs, ...request }) {
        const { limit } = pageInput(request)
        const rows = await engine.read(
          step(queries.readEndings, {
            after_ms: after.atMs,
            after_id: after.id,
            counted_since_ms: countSinceMs,
            limit,
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
      async list({ clientId, accountId, sinceMs = 0 }, most) {
        const { limit } = pageInput({ limit: most })
        const whose = { client_id: clientId ?? null, account_id: accountId ?? null }
        const input = { ...whose, since_ms: sinceMs, limit }
        const rows = await engine.read(step(queries.listFacts, input))
        // A newer server may have recorded a kind that is unknown here.
        return rows.flatMap((row) => readFact(row) ?? [])
      },
      watch(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    noticing: {
      ...engine,
      async write(steps) {
        const results = await engine.write(steps)
        if (listeners.size > 0) {
          const recorded = steps.flatMap(({ records }) => records ?? [])
          if (recorded.length > 0) {
            const done = isDone(steps, results)
            const facts = recorded.flatMap(({ fact, ifDone }) => (done || !ifDone ? fact : []))
            await Promise.all([...listeners].map((listener) => listener(facts)))
          }
        }
        return results
      },
    },
  }
}

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
    | 'clients'
    | 'platform_keys'
    | 'passwords'
    | 'accounts_in_deletion'
    | 'identities'
    | 'resources'
    | 'scim_users'
    | 'sessions'
    | 'trusted_times'
  readonly id: string
}

/**
 * The steps that record a fact and its jobs. Without `about`, it is recorded unconditionally. A
 * fact that can happen only once to its subject, such as the end of a grant, has the subject's
 * `id`.
 */
export function record(
  fact: NewFact,
  { by, jobs }: Omit<Act, 'at'>,
  { about, id = newFactId() }: { readonly about?: About; readonly id?: string } = {},
): readonly Step[] {
  const unit = unitOf(jobs)
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
    details: JSON.stringify(detailsOf(fact)),
    unit,
    about: about?.table ?? null,
    about_id: about?.id ?? null,
  })
  const told = { ...fact, by, ...(unit !== null && { leavesJobs: true }) } as const
  const records = { fact: told, ifDone: about !== undefined }
  return [{ ...recorded, records }, ...jobsOf({ factId: id, unit }, jobs)]
}

/** Record the end of a grant; they must come after the step that ends it. */
export function recordEndOfGrant(
  grantId: GrantId,
  because: RevocationCause,
  { by, at, jobs }: Act,
): readonly Step[] {
  const unit = unitOf(jobs)
  const recorded = step(queries.insertEndOfGrant, {
    grant_id: grantId,
    revoked_at: at,
    revoked_because: because,
    ...actorColumns(by),
    details: JSON.stringify({ because }),
    unit,
  })
  const told = { kind: 'grant.ended', grantId, because, by } as const
  const fact = { ...told, ...(unit !== null && { leavesJobs: true as const }) }
  return [
    { ...recorded, records: { fact, ifDone: true } },
    ...jobsOf({ factId: grantId, unit }, jobs),
  ]
}

/** What ties jobs to the fact that their own unit wrote; null without jobs. */
function unitOf(jobs: Act['jobs'] = []): string | null {
  return jobs.length > 0 ? randomUUID() : null
}

/** The jobs that follow from a fact, numbered by it. */
function jobsOf(
  { factId, unit }: { readonly factId: string; readonly unit: string | null },
  jobs: Act['jobs'] = [],
): readonly Step[] {
  return jobs.map(({ kind, input }, number) =>
    step(insertJob, {
      id: `${factId}.${number}`,
      fact_id: factId,
      unit,
      kind,
      input: JSON.stringify(input),
    }),
  )
}

/** A step that changes something returns a row if it did, if it returns rows at all. */
function isDone(steps: readonly Step[], results: readonly (readonly Row[])[]): boolean {
  const place = steps.findIndex(({ query }) => query.text.includes('RETURNING'))
  return place < 0 || (results[place] ?? []).length > 0
}

function actorColumns(by: Actor) {
  return { actor_kind: by.kind, actor_id: 'id' in by ? by.id : null }
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
  const actorId = textOrNull(row, 'actor_id')
  return asFact({
    ...Object.fromEntries(named),
    ...document(row, 'details'),
    id,
    atMs,
    kind: text(row, 'kind'),
    by: { kind: text(row, 'actor_kind'), ...(actorId !== null && { id: actorId }) },
  })
}
