import { randomUUID } from 'node:crypto'
import { type Engine, type Row, step } from '../engine.ts'
import type { FailedJob, Job, JobStore } from '../port.ts'
import * as queries from '../queries/jobs.ts'
import { document, integer, pageInput, text, textOrNull } from '../rows.ts'
import { record } from './facts.ts'

const MOST_COUNTED = 10_000

export function createJobStore(engine: Engine): JobStore {
  async function settle(
    { id, lease }: Job,
    how: { readonly after_ms: number | null; readonly problem: string | null },
  ): Promise<boolean> {
    const [rows = []] = await engine.write([step(queries.settleJob, { id, lease, ...how })])
    return rows.length > 0
  }

  async function mark({ id, lease }: Job, handedOver: 0 | null): Promise<boolean> {
    const input = { id, lease, handed_over: handedOver }
    const [rows = []] = await engine.write([step(queries.handOverJob, input)])
    return rows.length > 0
  }

  return {
    async take(kind, { leaseMs, limit: most }) {
      const { limit } = pageInput({ limit: most })
      const lease = randomUUID()
      const [rows = []] = await engine.write([
        step(queries.takeJobs, { kind, lease, lease_ms: leaseMs, limit }),
      ])
      return rows.map((row) => readJob(row, lease))
    },
    handOver: (job) => mark(job, 0),
    takeBack: (job) => mark(job, null),
    finish: (job) => settle(job, { after_ms: null, problem: null }),
    postpone: (job, { afterMs, problem }) => settle(job, { after_ms: afterMs, problem }),
    giveUp: (job, problem) => settle(job, { after_ms: null, problem }),
    async tally(kind) {
      const input = { kind, limit: MOST_COUNTED }
      const [row = {}] = await engine.read(step(queries.measureWaitingJobs, input))
      return {
        waiting: integer(row, 'waiting'),
        failedOnce: integer(row, 'failed'),
        problem: textOrNull(row, 'problem'),
      }
    },
    async listFailed(most, { kind = null, before } = {}) {
      const { limit } = pageInput({ limit: most })
      const { atMs, id } = before ?? { atMs: Number.MAX_SAFE_INTEGER, id: '' }
      const input = { before_ms: atMs, before_id: id, kind, limit }
      return (await engine.read(step(queries.listFailedJobs, input))).map(readFailed)
    },
    async retry(id, act) {
      const lease = randomUUID()
      const about = { table: 'retried_jobs', id: `${lease} ${id}` } as const
      const [rows = []] = await engine.write([
        step(queries.retryJob, { id, lease }),
        ...record({ kind: 'job.retried', jobId: id }, act, { about }),
      ])
      return rows.length > 0
    },
  }
}

function readJob(row: Row, lease: string): Job {
  return {
    id: text(row, 'id'),
    kind: text(row, 'kind'),
    input: document(row, 'input'),
    attempt: integer(row, 'attempts'),
    lease,
    isHandedOver: row['handed_over_at_ms'] !== null,
  }
}

function readFailed(row: Row): FailedJob {
  return {
    id: text(row, 'id'),
    kind: text(row, 'kind'),
    atMs: integer(row, 'at_ms'),
    attempts: integer(row, 'attempts'),
    problem: text(row, 'problem'),
  }
}
