/** Dead letters: mails, logout tokens and other work that was given up. */

import { listing, type Noun } from '../endpoint.ts'
import { pageOf, shape, Type, time, whole } from '../schema.ts'

const jobSchema = shape(
  {
    job_id: Type.String(),
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
      summary: 'List the latest jobs that were given up, latest first',
      needs: 'errors:read',
      answer: pageOf('FailedJobPage', jobSchema),
      run: async ({ context, page }) => {
        const rows = await context.store.jobs.listFailed(page.limit)
        return {
          rows: rows.map(({ id, kind, attempts, atMs, problem }) => ({
            ...{ job_id: id, kind, attempts, problem },
            failed_at: Math.floor(atMs / 1_000),
          })),
          next: null,
        }
      },
    }),
  ],
}
