/**
 * The generator processes as one: a job is split between them and their results are combined.
 * On two cores there is only one, since a second would compete with the server.
 */

import { availableParallelism } from 'node:os'
import { type Child, startChild } from '../measure/child.ts'
import type { Job, JobDone } from './job.ts'

export interface Generators {
  readonly count: number
  run(job: Job): Promise<JobDone>
  stop(): Promise<void>
}

export async function startGenerators(
  count = availableParallelism() < 4 ? 1 : 2,
): Promise<Generators> {
  const children: Child<unknown>[] = await Promise.all(
    Array.from({ length: count }, () => startChild('load/generator.ts')),
  )
  return {
    count,
    async run(job) {
      const parts = divide(job, count)
      return join(
        await Promise.all(parts.map((part, index) => children[index]?.ask<JobDone>(part))),
      )
    },
    async stop() {
      await Promise.all(children.map((child) => child.stop()))
    },
  }
}

/** Each gets its share of the connections, of the tokens and of the rate. */
function divide(job: Job, count: number): Job[] {
  if (count === 1) return [job]
  return Array.from({ length: count }, (_, part) => ({
    ...job,
    connections: job.connections / count,
    tokens: job.use === 'cycle' ? job.tokens : job.tokens.filter((_, i) => i % count === part),
    ...(job.proofs && { proofs: job.proofs.filter((_, i) => i % count === part) }),
    load: shareOf(job.load, count),
  }))
}

function shareOf(load: Job['load'], count: number): Job['load'] {
  if (load.kind === 'open') return { ...load, perSecond: load.perSecond / count }
  return load.most === undefined ? load : { ...load, most: load.most / count }
}

function join(parts: readonly (JobDone | undefined)[]): JobDone {
  const done = parts.filter((part) => part !== undefined)
  const sum = (of: (part: JobDone) => number) => done.reduce((total, part) => total + of(part), 0)
  return {
    requests: sum(({ requests }) => requests),
    seconds: Math.max(...done.map(({ seconds }) => seconds)),
    generator: sum(({ generator }) => generator),
    latencies: done.flatMap(({ latencies }) => latencies),
    lateness: done.flatMap(({ lateness }) => lateness),
    refreshTokens: done.flatMap(({ refreshTokens }) => refreshTokens),
    accessTokens: done.flatMap(({ accessTokens }) => accessTokens),
  }
}
