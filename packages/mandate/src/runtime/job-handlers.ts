/** The handlers of jobs, one entry per kind. */

/** Does one job. If it throws, the job is retried; `attempt` is 1 the first time. */
export type JobHandler = (
  input: Readonly<Record<string, unknown>>,
  attempt: number,
) => Promise<void>

export const jobHandlers: ReadonlyMap<string, JobHandler> = new Map()
