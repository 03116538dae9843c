/** `/console/jobs`: work that was given up, and what tries it again. */

import { retryJob, retryJobs } from '../../operations/jobs.ts'
import { JOBS, jobKinds, jobsPage } from '../../pages/console/jobs.ts'
import type { FailedJob } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { consoleAct } from './act.ts'
import { counted } from './counts.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { done, goAndTell, may, sendConsole, sendMissing } from './visit.ts'

const text = consoleWords.jobs
const ROWS = 50
/** Counting stops here, before all are tried again. */
const MOST_COUNTED = 1_000
const page = () => JOBS

export const jobsInConsole = consolePage({
  path: JOBS,
  needs: 'errors:read',
  show: async ({ store }, visit) => {
    const asked = visit.query.one('kind')
    const kind = jobKinds.find((one) => one === asked) ?? null
    const before = placeOfJob(visit.query.one('from'))
    const jobs = await store.jobs.listFailed(ROWS, { kind: kind ?? undefined, before })
    const last = jobs.length < ROWS ? undefined : jobs.at(-1)
    return sendConsole(
      visit,
      jobsPage({
        ...{ ...visit.props, jobs, kind, canRetry: may(visit, 'errors:write') },
        first: before === undefined ? null : listAddress(JOBS, { kind }),
        next: last ? listAddress(JOBS, { kind, from: `${last.atMs}.${last.id}` }) : null,
      }),
    )
  },
})

export const retryOneJob = consoleAct({
  ...{ path: `${JOBS}/:id/retry`, needs: 'errors:write', needsRecentSignIn: false, page },
  perform: async (context, visit) => {
    const id = visit.params['id'] ?? ''
    const { is } = await retryJob(context, visit.operating.actor, { id })
    if (is === 'no_such_job') return sendMissing(visit, { current: 'jobs', what: 'job' })
    return goAndTell(context, visit, { address: JOBS, told: done(text.wasRetried) })
  },
})

export const retryEveryJob = consoleAct({
  ...{ path: `${JOBS}/retry`, needs: 'errors:write', needsRecentSignIn: false, page },
  ask: async ({ store }) => {
    const { length } = await store.jobs.listFailed(MOST_COUNTED)
    return {
      ...{ current: 'jobs', title: text.retryQuestion, typed: null },
      consequences: text.retryConsequences(counted(length, 'job', length >= MOST_COUNTED)),
      ...{ button: text.retryButton, back: JOBS },
    }
  },
  perform: async (context, visit) => {
    const { count } = await retryJobs(context, visit.operating.actor, {})
    const told = done(text.wereRetried(counted(count, 'job')))
    return goAndTell(context, visit, { address: JOBS, told })
  },
})

/** Undefined for the first page, and for a text that is no place. */
function placeOfJob(text: string | undefined): Pick<FailedJob, 'atMs' | 'id'> | undefined {
  const [, atMs, id] = /^(\d{1,15})\.(.{1,200})$/s.exec(text ?? '') ?? []
  return atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
}
