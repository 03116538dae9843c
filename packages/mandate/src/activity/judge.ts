/**
 * Says whether a server is well, from what was counted and what the database knows: a list of
 * findings, the worst first. The words are in `words/console/overview.ts`.
 */

import { quantile } from './latency.ts'

/** Slower than this for one token request of twenty is worth a look, in milliseconds. */
const SLOW_MS = 500
/** This share of failing requests is a failure. */
const FAILING_SHARE = 0.01
const FAILING_LEAST = 5
/** A key should be replaced before it is a year old. */
export const KEY_OLD_SECONDS = 335 * 86_400
/** A server says every 15 seconds that it lives (`runtime/key-keeper.ts`). */
const SILENT_SECONDS = 60

export interface Observed {
  /** In seconds since 1970. */
  readonly now: number
  /** Of the last two hours. */
  readonly lately: {
    readonly storageUnavailable: number
    readonly turnedAway: number
    readonly requests: number
    /** Answered with 5xx. */
    readonly failed: number
    /** By the keys of the steps of time. */
    readonly tokenLatency: ReadonlyMap<string, number>
  }
  /** Of the last day. */
  readonly replays: number
  readonly nodes: readonly {
    readonly version: string
    readonly seenAt: number
    /** The ids of the keys in use that it lacks. */
    readonly lacks: readonly string[]
  }[]
  /** The keys in use, and since when, in seconds since 1970. */
  readonly keys: readonly { readonly id: string; readonly kind: string; readonly since: number }[]
  /** Work that was given up, and work that failed and is tried again. */
  readonly jobs: { readonly givenUp: number; readonly failing: number }
  readonly endpoints: readonly {
    readonly name: string
    /** Events that were given up. */
    readonly dead: number
    /** Turned off by the server, because its receiver fails. */
    readonly isTurnedOff: boolean
  }[]
}

/** `bad`: requests fail. `watch`: something needs attention. */
export type Level = 'bad' | 'watch'

export type Finding = { readonly level: Level } & (
  | { readonly is: 'storage_unavailable' | 'turned_away' | 'replays'; readonly count: number }
  | { readonly is: 'failing'; readonly count: number; readonly requests: number }
  | { readonly is: 'slow'; readonly milliseconds: number }
  | { readonly is: 'key_missing'; readonly keys: readonly string[]; readonly nodes: number }
  | { readonly is: 'node_silent'; readonly count: number }
  | { readonly is: 'versions_differ'; readonly versions: readonly string[] }
  | { readonly is: 'jobs_given_up' | 'jobs_failing'; readonly count: number }
  | { readonly is: 'events_given_up'; readonly count: number; readonly names: readonly string[] }
  | { readonly is: 'endpoint_turned_off'; readonly name: string }
  | { readonly is: 'key_old'; readonly id: string; readonly kind: string; readonly days: number }
)

export function judge(observed: Observed): readonly Finding[] {
  const { now, lately, replays, nodes, keys, jobs, endpoints } = observed
  const findings: Finding[] = []
  if (lately.storageUnavailable > 0) {
    findings.push({ level: 'bad', is: 'storage_unavailable', count: lately.storageUnavailable })
  }
  if (lately.turnedAway > 0) {
    findings.push({ level: 'bad', is: 'turned_away', count: lately.turnedAway })
  }
  // Those have a finding of their own.
  const failed = lately.failed - lately.storageUnavailable - lately.turnedAway
  if (failed > 0) {
    const isMuch = failed >= FAILING_LEAST && failed >= FAILING_SHARE * lately.requests
    const level = isMuch ? 'bad' : 'watch'
    findings.push({ level, is: 'failing', count: failed, requests: lately.requests })
  }
  const lacking = nodes.filter(({ lacks }) => lacks.length > 0)
  if (lacking.length > 0) {
    const missing = [...new Set(lacking.flatMap(({ lacks }) => lacks))]
    findings.push({ level: 'bad', is: 'key_missing', keys: missing, nodes: lacking.length })
  }
  if (jobs.givenUp > 0) findings.push({ level: 'watch', is: 'jobs_given_up', count: jobs.givenUp })
  if (jobs.failing > 0) findings.push({ level: 'watch', is: 'jobs_failing', count: jobs.failing })
  for (const { name, isTurnedOff } of endpoints) {
    if (isTurnedOff) findings.push({ level: 'watch', is: 'endpoint_turned_off', name })
  }
  const behind = endpoints.filter(({ dead }) => dead > 0)
  if (behind.length > 0) {
    const count = behind.reduce((sum, { dead }) => sum + dead, 0)
    const names = behind.map(({ name }) => name)
    findings.push({ level: 'watch', is: 'events_given_up', count, names })
  }
  const slow = quantile(lately.tokenLatency, 0.95) ?? 0
  if (slow > SLOW_MS) findings.push({ level: 'watch', is: 'slow', milliseconds: slow })
  const silent = nodes.filter(({ seenAt }) => now - seenAt > SILENT_SECONDS).length
  if (silent > 0) findings.push({ level: 'watch', is: 'node_silent', count: silent })
  const versions = [...new Set(nodes.map(({ version }) => version))].toSorted()
  if (versions.length > 1) findings.push({ level: 'watch', is: 'versions_differ', versions })
  if (replays > 0) findings.push({ level: 'watch', is: 'replays', count: replays })
  for (const { id, kind, since } of keys) {
    const age = now - since
    if (age <= KEY_OLD_SECONDS) continue
    findings.push({ level: 'watch', is: 'key_old', id, kind, days: Math.floor(age / 86_400) })
  }
  return findings
}
