import { query } from './query.ts'

/** Only if this very unit wrote the fact, and if given, one of the grants names a session. */
export const insertJob = query({
  name: 'insert_job',
  text: `INSERT INTO jobs (id, kind, input, at_ms, due_at_ms, attempts)
    SELECT :id, :kind, :input, database_ms(), database_ms(), 0
    FROM facts /*, input*/ WHERE facts.id = :fact_id AND facts.unit = :unit
      AND CASE WHEN CAST(:sid_of_account AS TEXT) IS NOT NULL THEN EXISTS (SELECT 1 FROM grants
          WHERE grants.account_id = :sid_of_account AND grants.sid IS NOT NULL)
        WHEN CAST(:sid_of_grant AS TEXT) IS NOT NULL THEN EXISTS (SELECT 1 FROM grants
          WHERE grants.id = :sid_of_grant AND grants.sid IS NOT NULL)
        ELSE true END
    ON CONFLICT (id) DO NOTHING`,
  input: {
    ...{ id: 'text', kind: 'text', input: 'text', fact_id: 'text', unit: 'text' },
    ...{ sid_of_account: 'text', sid_of_grant: 'text' },
  },
  key: [],
})

/** Taking a job makes it due later: if the process that took it dies, another takes it then. */
export const takeJobs = query({
  name: 'take_jobs',
  text: `UPDATE jobs SET due_at_ms = database_ms() + :lease_ms, lease = :lease,
      attempts = jobs.attempts + 1
    WHERE jobs.kind = :kind AND jobs.due_at_ms <= database_ms() AND jobs.id IN (
      SELECT due.id FROM jobs AS due
      WHERE due.kind = :kind AND due.due_at_ms <= database_ms()
      ORDER BY due.due_at_ms LIMIT :limit)
    RETURNING jobs.id, jobs.kind, jobs.input, jobs.attempts, jobs.handed_over_at_ms`,
  input: { kind: 'text', lease: 'text', lease_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** Null for `handed_over` takes it back. */
export const handOverJob = query({
  name: 'hand_over_job',
  text: `UPDATE jobs SET handed_over_at_ms = database_ms() + :handed_over
    WHERE jobs.id = :id AND jobs.lease = :lease AND jobs.due_at_ms IS NOT NULL RETURNING jobs.id`,
  input: { id: 'text', lease: 'text', handed_over: 'bigint' },
  key: 'alone',
})

/** Null for `after_ms` ends it: done, or abandoned if there is a problem. */
export const settleJob = query({
  name: 'settle_job',
  text: `UPDATE jobs SET at_ms = database_ms(), due_at_ms = database_ms() + :after_ms,
      problem = :problem
    WHERE jobs.id = :id AND jobs.lease = :lease AND jobs.due_at_ms IS NOT NULL RETURNING jobs.id`,
  input: { id: 'text', lease: 'text', after_ms: 'bigint', problem: 'text' },
  key: 'alone',
})

export const listFailedJobs = query({
  name: 'list_failed_jobs',
  text: `SELECT jobs.id, jobs.kind, jobs.at_ms, jobs.attempts, jobs.problem FROM jobs
    WHERE jobs.due_at_ms IS NULL AND jobs.at_ms <= :before_ms AND jobs.problem IS NOT NULL
      AND (jobs.at_ms < :before_ms OR jobs.id < :before_id)
      AND (CAST(:kind AS TEXT) IS NULL OR jobs.kind = :kind)
    ORDER BY jobs.at_ms DESC, jobs.id DESC LIMIT :limit`,
  input: { before_ms: 'bigint', before_id: 'text', kind: 'text', limit: 'bigint' },
  key: 'alone',
})

/** The lease is one that nobody holds: it tells the unit that it made this change. */
export const retryJob = query({
  name: 'retry_job',
  text: `UPDATE jobs SET at_ms = database_ms(), due_at_ms = database_ms(), attempts = 0,
      lease = :lease, handed_over_at_ms = NULL
    WHERE jobs.id = :id AND jobs.due_at_ms IS NULL AND jobs.problem IS NOT NULL RETURNING jobs.id`,
  input: { id: 'text', lease: 'text' },
  key: 'alone',
})

/** Counts up to a limit; `failed` are those with a problem. */
export const measureWaitingJobs = query({
  name: 'measure_waiting_jobs',
  text: `SELECT COUNT(*) AS waiting, COUNT(page.problem) AS failed, MAX(page.problem) AS problem
    FROM (SELECT jobs.problem FROM jobs WHERE jobs.kind = :kind AND jobs.due_at_ms >= 0
      ORDER BY jobs.due_at_ms LIMIT :limit) AS page`,
  input: { kind: 'text', limit: 'bigint' },
  key: 'alone',
})
