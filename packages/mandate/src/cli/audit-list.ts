/** `mandate audit list`: the latest events, or each new one as it happens. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { type AuditEvent, auditEvent } from '../audit/event.ts'
import { listSums } from '../audit/sums.ts'
import type { Fact } from '../facts/fact.ts'
import type { FactSearch } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { duration } from './duration.ts'
import { eventCells, eventsText } from './shown/audit-events.ts'
import { findUser } from './which-user.ts'

export interface ListOptions extends CommandOptions {
  readonly since?: string
  readonly who?: string
  readonly what?: string
  readonly about?: string
  readonly limit: string
  readonly follow?: true
}

const FOLLOW_EVERY_MS = 1_000
/** Events that another process commits late appear this long after their time. */
const LATE_MS = 10_000
const PAGE = 1_000

export function addAuditListCommand(audit: Command, context: CommandContext): void {
  addCommand(audit, 'list', 'Show who did what, latest first')
    .option('--since <duration>', 'only the last 90m, 24h, 7d …')
    .option('--who <actor>', 'only acts of this user, client, or kind of actor, such as operator')
    .option('--what <kind>', 'only this kind, or all that begin so: client.')
    .option('--about <id>', 'only what concerns this user, client, API or grant')
    .option('--limit <number>', 'how many at most', '50')
    .option('--follow', 'show new events as they happen, until Ctrl-C')
    .action((options: ListOptions) => list(context, options))
}

function list(context: CommandContext, options: ListOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
  const since = options.since === undefined ? undefined : duration('--since', options.since)
  return withData(context, options, async ({ store, settings }) => {
    const now = context.clock.now()
    const sinceMs = since === undefined ? undefined : (now - since) * 1_000
    const asked = { ...(await askedFor(store, options)), sinceMs }
    if (options.follow) return follow(context, options, { store, asked })
    const facts = await latest(store, asked, limit)
    const sums = await sumsAmong(store, { asked, facts, limit, now })
    const events = [...facts.map(auditEvent), ...sums]
      .toSorted((one, other) => (one.at < other.at ? 1 : -1))
      .slice(0, limit)
    answer(context, options, {
      json: events,
      text: eventsText(context.terminal.style, events, settings),
    })
  })
}

async function latest(
  store: ReadStore,
  asked: FactSearch,
  limit: number,
): Promise<readonly Fact[]> {
  const found: Fact[] = []
  for (let before: { id: string; atMs: number } | undefined; found.length < limit; ) {
    const { facts, next } = await store.facts.search(asked, { before, limit })
    found.push(...facts)
    if (next === null) break
    before = next
  }
  return found.slice(0, limit)
}

/** Those of the time that the list covers. A sum has no actor, and concerns at most a client. */
async function sumsAmong(
  store: ReadStore,
  {
    asked,
    facts,
    limit,
    now,
  }: {
    readonly asked: FactSearch
    readonly facts: readonly Fact[]
    readonly limit: number
    readonly now: number
  },
): Promise<readonly AuditEvent[]> {
  const { what = '', who, about, sinceMs = 0 } = asked
  if (who !== undefined) return []
  const oldest = facts.length < limit ? 0 : (facts.at(-1)?.atMs ?? 0)
  const since = Math.floor(Math.max(sinceMs, oldest) / 3_600_000) * 3_600
  const sums = await listSums(store.activity, { since, until: now + 1 })
  return sums.filter(
    ({ kind, about: parties }) =>
      kind.startsWith(what) && (about === undefined || parties.client_id === about),
  )
}

/** A user may be named by address. */
async function askedFor(store: ReadStore, options: ListOptions): Promise<FactSearch> {
  const idOf = async (given: string | undefined) =>
    given?.includes('@') ? (await findUser(store, given, options)).id : given
  const [who, about] = await Promise.all([idOf(options.who), idOf(options.about)])
  return { what: options.what, who, about }
}

async function follow(
  context: CommandContext,
  options: ListOptions,
  { store, asked }: { readonly store: ReadStore; readonly asked: FactSearch },
): Promise<void> {
  let stopped = false
  const stop = context.stopSignal().then(() => {
    stopped = true
  })
  let sinceMs = asked.sinceMs ?? (await store.audit.readEnd()).nowMs
  let seen = new Map<string, number>()
  while (!stopped) {
    const { nowMs } = await store.audit.readEnd()
    const fresh: Fact[] = []
    for (let before: { id: string; atMs: number } | undefined; ; ) {
      const { facts, next } = await store.facts.search(
        { ...asked, sinceMs },
        { before, limit: PAGE },
      )
      fresh.push(...facts.filter(({ id }) => !seen.has(id)))
      if (next === null) break
      before = next
    }
    for (const fact of fresh.toReversed()) {
      seen.set(fact.id, fact.atMs)
      const event = auditEvent(fact)
      context.terminal.print(
        options.json ? JSON.stringify(event) : eventCells(event).filter(Boolean).join('  '),
      )
    }
    sinceMs = Math.max(sinceMs, nowMs - LATE_MS)
    seen = new Map([...seen].filter(([, atMs]) => atMs >= sinceMs))
    await Promise.race([pause(FOLLOW_EVERY_MS, undefined, { ref: true }), stop])
  }
}
