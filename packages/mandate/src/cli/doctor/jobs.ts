/** Whether any jobs were given up, such as mail that could not be delivered. */

import { databaseNamed } from '../../runtime/database.ts'
import { moment, printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const SHOWN = 1_000

export const jobs: Examine = async ({ settings }) => {
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    const failed = await store.jobs.listFailed(SHOWN).finally(() => store.close())
    const [last] = failed
    if (last === undefined) return undefined
    const { kind, attempts, problem } = last
    const count = failed.length === 1 ? 'one was' : `${failed.length} were`
    return {
      ...{ name: 'jobs', ok: true, notice: true },
      message: `${count} given up; the last was ${kind}, at ${moment(Math.floor(last.atMs / 1000))} UTC after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}: ${printable(problem)}`,
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}
