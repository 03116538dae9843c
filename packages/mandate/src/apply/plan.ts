/**
 * What `mandate apply` would do, step by step: each noun compares what the file says with what there
 * is, and gives the changes with a function that makes them. Nothing is written before the whole file
 * has been compared without a problem.
 */

import type { Operator } from '../facts/actor.ts'
import type { Fetcher } from '../fetching/fetcher.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { SettingsReading } from '../settings/declaration.ts'
import type { Settings } from '../settings.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { MadeSecret, ReferredTo } from './referred-to.ts'

/** Something is wrong at a place in what is declared: names and numbers from the outside in. */
export interface Problem {
  readonly at: readonly (string | number)[]
  /** A sentence that says what would be right. */
  readonly text: string
}

/** The forms of entries, which are those of the admin API (`http/admin/declared-shapes.ts`). */
export type Shape =
  | 'new_client'
  | 'client'
  | 'new_resource'
  | 'resource'
  | 'issuer'
  | 'new_webhook'
  | 'webhook'

/** What comparing needs before the settings that the file declares are known. */
export interface ApplyContext {
  readonly store: ReadStore
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetcher
  /** Who applies. */
  readonly actor: Operator
  readonly reading: SettingsReading
  /** Rejects with an error whose message says why this address is not called. */
  readonly checkAddress: (address: string) => Promise<void>
  /** The form of an entry; its places are within the entry. */
  readonly shapeProblems: (shape: Shape, entry: unknown) => Promise<readonly Problem[]>
  readonly referred: ReferredTo
}

export interface PlanContext extends ApplyContext {
  /** Those in force once the file is applied. */
  readonly settings: Settings
  /** What the changes are made with, if that is another context than they are compared with. */
  readonly acting?: PlanContext
}

export interface MemberChange {
  readonly name: string
  /** Undefined if it is new. */
  readonly from?: unknown
  /** Undefined if it goes. */
  readonly to?: unknown
}

export interface Change {
  /** `client`, `API`, `setting` … */
  readonly noun: string
  readonly id: string
  readonly action: 'add' | 'change' | 'remove'
  readonly members: readonly MemberChange[]
  /** What people or programs would notice, with numbers, without a full stop. */
  readonly notices: readonly string[]
}

/** Changes that are made together. */
export interface Step {
  readonly changes: readonly Change[]
  /** The secret that has to be made for it. */
  readonly makes?: MadeSecret
  /**
   * Makes them; returns why it could not, as a sentence. Rejects with `NotPermitted` or
   * `StorageUnavailable`.
   */
  perform(): Promise<string | undefined>
}

export interface Planned {
  readonly steps: readonly Step[]
  readonly problems: readonly Problem[]
}

/** The members that differ, by name. */
export function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly MemberChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const [from, to] = [before[name], after[name]]
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, from, to }]
  })
}

/** A map of a section, or a problem. */
export function entriesOf(
  section: string,
  value: unknown,
): { readonly entries: readonly (readonly [string, unknown])[]; readonly problems: Problem[] } {
  if (value === null || value === undefined) return { entries: [], problems: [] }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return { entries: Object.entries(value), problems: [] }
  }
  return { entries: [], problems: [{ at: [section], text: `${section} has to be a map` }] }
}

/** The members of an entry that has no problem. */
export function membersOf(entry: unknown): Readonly<Record<string, unknown>> {
  return entry as Readonly<Record<string, unknown>>
}

/** Problems of an entry, at its place in the file. */
export function placed(at: Problem['at'], problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) => ({ at: [...at, ...one.at], text: one.text }))
}
