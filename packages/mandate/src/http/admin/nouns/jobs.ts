/** Dead letters: mails, logout tokens and other work that was given up. */

import { jobDocument } from '../../../documents/job.ts'
import { retryJob, retryJobs } from '../../../operations/jobs.ts'
import { act, listing, type Noun } from '../endpoint.ts'
import { noSuch } from '../refusals.ts'
import { flag, identifier, optional, pageOf, shape, Type, text, time, whole } from '../schema.ts'
import { pageSince, placeBefore, timeRange } from '../time-range.ts'

const kind = optional(text('Only jobs of this kind, such as `mail`.', 100))

const jobSchema = shape(
  {
    job_id: identifier('Its id.'),
    kind: Type.String({ description: 'What it was: a mail, a logout token.' }),
    attempts: whole('How often it was tried.', { from: 0, to: 1_000_000 }),
    failed_at: time('When it was given up'),
    problem: Type.String({ description: 'Why the last attempt failed.' }),
  },
  { title: 'FailedJob' },
)

export const jobs: Noun = {
  name: 'Jobs',
  description: 'Work that was given up: mails, logout tokens.',
  endpoints: [
    listing({
      id: 'listFailedJobs',
      path: '/failed-jobs',
      summary: 'List the jobs that were given up, latest first',
      needs: 'errors:read',
      query: { kind, ...timeRange },
      answer: pageOf('FailedJobPage', jobSchema),
      run: async ({ context, page, query }) => {
        const { limit } = page
        const place = placeBefore(page, query.until, 1_000)
        const found = await context.store.jobs.listFailed(limit, {
          kind: query.kind,
          before: place && { atMs: place.at, id: place.id },
        })
        const since = query.since === undefined ? undefined : query.since * 1_000
        const { rows, next } = pageSince(found, { limit, since }, ({ atMs: at, id }) => ({
          ...{ at, id },
        }))
        return { rows: rows.map(jobDocument), next }
      },
    }),
    act({
      id: 'retryFailedJob',
      path: '/failed-jobs/{job_id}/retry',
      summary: 'Try a job again that was given up',
      description:
        'A mail about which the mail server never said whether it took it may then arrive twice.',
      needs: 'errors:write',
      answer: shape({ job_id: identifier('Its id.'), retried: flag('Always true.') }),
      run: async ({ context, actor, params: { job_id: id } }) => {
        const { is } = await retryJob(context, actor, { id })
        if (is === 'no_such_job') throw noSuch('job that was given up')
        return { job_id: id, retried: true }
      },
    }),
    act({
      id: 'retryFailedJobs',
      path: '/failed-jobs/retry',
      summary: 'Try all jobs again that were given up, or those of one kind',
      needs: 'errors:write',
      body: shape({ kind }, { title: 'JobsRetry' }),
      answer: shape({ retried: whole('How many.', { from: 0, to: Number.MAX_SAFE_INTEGER }) }),
      run: async ({ context, actor, body }) => {
        const { count } = await retryJobs(context, actor, body)
        return { retried: count }
      },
    }),
  ],
}
