/** Whether jobs, such as mail and logout tokens, are waiting because they failed, or were given up. */

import { LOGOUT_TOKEN } from '../../facts/logouts.ts'
import { MAIL } from '../../mail/notices.ts'
import { databaseNamed } from '../../runtime/database.ts'
import type { FailedJob, WaitingJobs } from '../../store/port.ts'
import type { Check } from '../checks.ts'
import { moment, printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const SHOWN = 1_000
const name = 'jobs'
const remedies = [
  { job: MAIL, shown: 'mail', remedy: 'find the cause with: mandate mail test ADDRESS' },
  {
    job: LOGOUT_TOKEN,
    shown: 'logout tokens',
    remedy:
      'see whether the backchannel_logout_uri of that client works: mandate client show CLIENT',
  },
] as const

export const jobs: Examine = async ({ settings }) => {
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    try {
      const waiting = await Promise.all(
        remedies.map(async (kind) => ofWaiting(kind, await store.jobs.tally(kind.job))),
      )
      return [...waiting.flat(), ...ofFailed(await store.jobs.listFailed(SHOWN))]
    } finally {
      await store.close()
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}

function ofWaiting(
  { shown, remedy }: (typeof remedies)[number],
  { failedOnce, problem }: WaitingJobs,
): readonly Check[] {
  if (problem === null) return []
  const message = `${shown} that failed and will be tried again: ${failedOnce}; the reason: ${printable(problem)}`
  return [{ ...{ name, ok: true, notice: true }, message, remedy }]
}

function ofFailed(failed: readonly FailedJob[]): readonly Check[] {
  const [last] = failed
  if (last === undefined) return []
  const { kind, attempts, problem } = last
  const count = failed.length === 1 ? 'one was' : `${failed.length} were`
  const tries = attempts === 1 ? 'one attempt' : `${attempts} attempts`
  const when = moment(Math.floor(last.atMs / 1000))
  const message = `${count} given up; the last was ${kind}, at ${when} UTC after ${tries}: ${printable(problem)}`
  return [{ ...{ name, ok: true, notice: true }, message }]
}
