/** What a handler of jobs is (`job-handlers.ts` lists them, `jobs.ts` runs them). */

import type { Job } from '../store/port.ts'

/**
 * For work that leaves for another system, which must not get it twice. After `over` the job is not
 * repeated, whatever happens to this process.
 */
export interface Handing {
  /** To be called just before. If false, another process has the job, and this one must stop. */
  over(): Promise<boolean>
  /** The other system has refused the work after all, so it can be repeated. */
  takeBack(): Promise<void>
}

/** Does one job. If it throws, the job is retried. */
export type JobHandler = (
  job: Pick<Job, 'id' | 'input' | 'attempt'>,
  handing: Handing,
) => Promise<void>

/** Retrying this job is pointless. */
export class JobImpossible extends Error {
  override readonly name = 'JobImpossible'
}
