import { existsSync, statSync } from 'node:fs'
import { keyFilePath } from '../../keys.ts'
import { databaseNamed } from '../database.ts'
import { moment } from '../terminal.ts'
import type { Examine } from './check.ts'

/** A clock may be this far behind a file that was just written on a network drive. */
const CLOCK_TOLERANCE_SECONDS = 60

/** Without asking anyone else: time does not go back behind what was written already. */
export const clock: Examine = ({ settings: { data, database }, now }) => {
  const name = 'clock'
  const { file } = databaseNamed(database)
  const written = [keyFilePath(data), ...(file === undefined ? [] : [file])].map((path) =>
    existsSync(path) ? Math.floor(statSync(path).mtimeMs / 1000) : 0,
  )
  const latest = Math.max(...written)
  if (latest <= now + CLOCK_TOLERANCE_SECONDS) {
    return { name, ok: true, message: `${moment(now)} UTC` }
  }
  return {
    name,
    ok: false,
    message: `${moment(now)} UTC is before the data was last written (${moment(latest)} UTC)`,
    remedy: 'set the clock of this machine; tokens expire by it',
  }
}
