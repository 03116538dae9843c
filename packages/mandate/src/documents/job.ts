/** Jobs that were given up, as JSON. Times are seconds since 1970. */

import type { FailedJob } from '../store/port.ts'

export function jobDocument({ id, kind, attempts, atMs, problem }: FailedJob) {
  return { job_id: id, kind, attempts, problem, failed_at: Math.floor(atMs / 1_000) }
}
