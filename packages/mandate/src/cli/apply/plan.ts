/**
 * What `mandate apply` would do, step by step: each noun compares what the file says with what there
 * is, and gives the changes with a function that makes them. Nothing is written before the whole file
 * has been compared without a problem.
 */

import type { Fetcher } from '../../fetching/fetcher.ts'
import type { KeyRing } from '../../grants/derivation.ts'
import type { GivenSettings } from '../../settings/given.ts'
import type { Settings } from '../../settings.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { Clock, Random } from '../../time-and-chance.ts'
import type { Problem } from './file.ts'
import type { Secrets } from './secrets.ts'

export interface PlanContext {
  readonly store: ReadStore
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetcher
  readonly given: GivenSettings
  /** Those in force once the file is applied. */
  readonly settings: Settings
  readonly secrets: Secrets
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
  /** Makes them; returns why it could not, as a sentence. */
  perform(): Promise<string | undefined>
}

export interface Planned {
  readonly steps: readonly Step[]
  readonly problems: readonly Problem[]
}

/** The members that differ, by name; only those in `names` if given. */
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
