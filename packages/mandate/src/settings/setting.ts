/** What a row of the settings table says. */

import type { SettingSchema, SettingValue } from './schema.ts'

/** A description of a default that depends on other settings. */
export interface Described {
  readonly described: string
}

export interface Setting {
  readonly schema: SettingSchema
  /** The default. */
  readonly default: SettingValue | Described
  readonly meaning: string
  /** What is valid, as text to follow the word "give". */
  readonly give: string
  /**
   * What would be valid instead of a value that passes the schema, to follow "give"; undefined if
   * it is fine.
   */
  readonly problem?: (value: SettingValue) => string | undefined
  /** A path; in a settings file, relative to that file. */
  readonly path?: true
  /** May contain a password, so it is never shown unchanged; or is one, as a whole. */
  readonly confidential?: true | 'whole'
  /**
   * May be kept in the database, from where running servers take it over; `before_grants`: only
   * while there is no grant yet. Never what opens the database, listens, or says whom the server
   * calls inside the network: whoever may change settings over the network must not reach these.
   */
  readonly declarable?: true | 'before_grants'
  /** Says where data is or who we are, so an empty variable is refused instead of ignored. */
  readonly neverEmpty?: true
}

export const YEAR = 31_536_000

/** The default address of the metrics. */
export const USUAL_METRICS_PORT = 9464

export function wholeNumber(row: {
  readonly declarable?: true
  readonly from: number
  readonly to: number
  readonly default: number
  readonly meaning: string
  readonly unit?: string
}) {
  return {
    schema: { type: 'integer', minimum: row.from, maximum: row.to },
    default: row.default,
    meaning: row.meaning,
    give: `a whole number${row.unit ?? ' of seconds'} from ${row.from} to ${row.to}`,
    ...(row.declarable && { declarable: row.declarable }),
  } as const satisfies Setting
}
