import type { JobsProps } from '../../../src/pages/console/jobs.ts'
import type { Sample } from '../sample.ts'
import { DAY, hostile, long, now, owner, support } from './operators.ts'

const jobs: Sample<JobsProps> = {
  ...owner,
  jobs: [
    { id: 'j1', kind: 'mail', atMs: (now - 3_600) * 1000, attempts: 9, problem: hostile },
    { id: 'j2', kind: 'logout_token', atMs: (now - DAY) * 1000, attempts: 30, problem: long },
    { id: 'j3', kind: 'of_a_newer_version', atMs: (now - DAY) * 1000, attempts: 1, problem: '—' },
  ],
  ...{ kind: null, first: null, next: '/console/jobs?from=1.j3', canRetry: true },
}

export const list: Readonly<Record<string, Sample<JobsProps>>> = {
  plain: jobs,
  none: { ...jobs, jobs: [], next: null },
  'none of a kind, as support': {
    ...{ ...jobs, ...support, jobs: [], kind: 'mail', next: null, canRetry: false },
  },
}
