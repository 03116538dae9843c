/** Whether the clock is behind the data's last write, or differs from the other clocks. */

import { existsSync, statSync } from 'node:fs'
import { doubtOf } from '../../grants/trusted-time.ts'
import { keyFilePath } from '../../keys/place.ts'
import { distanceInWords } from '../../runtime/clock-words.ts'
import { type Database, databaseNamed } from '../../runtime/database.ts'
import { moment } from '../terminal.ts'
import type { Examine } from './check.ts'

/** A clock may be this far behind a file just written to a network drive. */
const CLOCK_TOLERANCE_SECONDS = 60

export const clock: Examine = async ({ settings: { data, database: setting }, now }) => {
  const name = 'clock'
  const database = databaseNamed(setting)
  const { file } = database
  const latest = latestWritten([keyFilePath(data), ...(file === undefined ? [] : [file])])
  if (latest > now + CLOCK_TOLERANCE_SECONDS) {
    return {
      ...{ name, ok: false },
      message: `${moment(now)} UTC is before the data was last written (${moment(latest)} UTC)`,
      remedy: 'set the clock of this machine; tokens expire by it',
    }
  }
  const doubt = await doubtIn(database, now)
  if (doubt === undefined) return { name, ok: true, message: `${moment(now)} UTC` }
  return {
    ...{ name, ok: false },
    message: `${moment(now)} UTC is ${distanceInWords(doubt)}`,
    remedy:
      doubt.against === 'database'
        ? 'set the clocks of both machines by NTP; until they agree, nothing that may still be good is deleted'
        : 'set the clock of this machine; if it is right, do nothing, or run: mandate clock trust',
  }
}

/** Another check reports problems with the database itself. */
async function doubtIn(database: Database, now: number) {
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    const seen = await store.trustedTime.read().finally(() => store.close())
    return doubtOf({ ...seen, own: now })
  } catch {
    return undefined
  }
}

function latestWritten(paths: readonly string[]): number {
  return Math.max(
    ...paths.map((path) => (existsSync(path) ? Math.floor(statSync(path).mtimeMs / 1000) : 0)),
  )
}
