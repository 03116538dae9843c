/** What `bench/growth.ts` measures and `document.ts` turns into tables. */

import type { Measured } from './acts.ts'
import type { Size } from './database.ts'

/** Processor time per act in microseconds, and acts per second of wall-clock time. */
export type Cost = Pick<Measured, 'cost' | 'rate'>
export interface Point {
  /** The number of grants or of refreshes. */
  readonly at: number
  readonly acts: Readonly<Record<string, Cost>>
}
export interface Growth {
  readonly engine: string
  /** The arguments of the run. */
  readonly asked: string
  readonly machine: string
  readonly sizes: readonly (Point & Size & { readonly residentMegabytes: number | null })[]
  readonly ages: readonly Point[]
  /** Some grants, and the same ones after a hundred refreshes each. */
  readonly hundredfold: { readonly grants: number; readonly fresh: Size; readonly after: Size }
}
