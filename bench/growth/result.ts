/** What `bench/growth.ts` measures and `document.ts` makes tables of. */

import type { Measured } from './acts.ts'
import type { Size } from './database.ts'

/** Processor time of one act in microseconds, and acts a second by the clock on the wall. */
export type Cost = Pick<Measured, 'cost' | 'rate'>
export interface Point {
  /** How many grants, or how many refreshes. */
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
  /** Some grants, and the same after a hundred refreshes of each. */
  readonly hundredfold: { readonly grants: number; readonly fresh: Size; readonly after: Size }
}
