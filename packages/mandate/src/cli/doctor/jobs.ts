/** Whether jobs, such as mail, are waiting because they failed, or were given up. */

import { MAIL } from '../../mail/notices.ts'
import { databaseNamed } from '../../runtime/database.ts'
import type { FailedJob, WaitingJobs } from '../../store/port.ts'
import type { Check } from '../checks.ts'
import { moment, printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const SHOWN = 1_000
const name = 'jobs'

export const jobs: Examine = async ({ settings }) => {
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    try {
      const [waiting, failed] = [await store.jobs.tally(MAIL), await store.jobs.listFailed(SHOWN)]
      return [...ofWaiting(waiting), ...ofFailed(failed)]
    } finally {
      await store.close()
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}

function ofWaiting({ failedOnce, problem }: WaitingJobs): readonly Check[] {
  if (problem === null) return []
  const message = `${MAIL} that failed and will be tried again: ${failedOnce}; the reason: ${printable(problem)}`
  const remedy = 'find the cause with: mandate mail test ADDRESS'
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
