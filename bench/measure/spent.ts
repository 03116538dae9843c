/** The processor time that a subject's processes have used so far, including its database. */

import { processorTime, processorTimeOfFamily } from './processes.ts'

/** In microseconds since the processes began. */
export interface Spent {
  readonly server: number
  /** All processes of PostgreSQL together; null for a subject without one. */
  readonly database: number | null
}

export type AccountOf = () => Spent

/** `postmaster` is the parent of all PostgreSQL processes. */
export function accountOf(servers: readonly number[], postmaster?: number): AccountOf {
  return () => ({
    server: servers.reduce((sum, pid) => sum + processorTime(pid), 0),
    database: postmaster === undefined ? null : processorTimeOfFamily(postmaster),
  })
}
