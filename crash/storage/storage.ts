/**
 * The storage under the nodes: how it is started, what can go wrong with it, and how the checker reads
 * it with its own SQL, independently of the server.
 */

import type { Chance } from '../chance.ts'

export type EngineName = 'sqlite' | 'postgres'

/** One row of `grants`. */
export interface GrantRow {
  readonly id: string
  readonly generation: number
  readonly revoked: boolean
  readonly because: string | null
}

export interface StorageFault {
  readonly name: string
  /** Causes the fault and repairs it. Returns what happened, in words for the journal. */
  strike(chance: Chance): Promise<string>
}

export interface Storage {
  readonly engine: EngineName
  readonly version: string
  /** The arguments by which the nodes find the database. */
  readonly environment: Readonly<Record<string, string>>
  readonly faults: readonly StorageFault[]
  /** What could not be tried on this machine, with the reason. */
  readonly notTried: readonly string[]
  /** The number of connections to it that were cut. */
  cuts(): number
  grantRows(): Promise<readonly GrantRow[]>
  /** Every value of every table, as text; bytes in hexadecimal. */
  everything(): Promise<string>
  close(): Promise<void>
}

export function toGrantRow(row: Readonly<Record<string, unknown>>): GrantRow {
  const because = row['revoked_because']
  return {
    id: String(row['id']),
    generation: Number(row['generation']),
    revoked: row['revoked_at'] !== null,
    because: because === null ? null : String(because),
  }
}

export const GRANT_ROWS = 'SELECT id, generation, revoked_at, revoked_because FROM grants'

/** JSON with bytes in hexadecimal. */
export function asText(rows: readonly unknown[]): string {
  return JSON.stringify(rows, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
    return typeof value === 'bigint' ? String(value) : value
  })
}
