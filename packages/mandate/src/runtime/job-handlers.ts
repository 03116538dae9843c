/** Who does the jobs that follow from changes: one entry for each kind. */

/** Does one job. What it throws makes it be tried again; `attempt` is 1 the first time. */
export type JobHandler = (
  input: Readonly<Record<string, unknown>>,
  attempt: number,
) => Promise<void>

export const jobHandlers: ReadonlyMap<string, JobHandler> = new Map()
