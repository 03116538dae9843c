import { statSync } from 'node:fs'
import { quoted } from '../command.ts'
import type { Examine } from './check.ts'

/** Readable by every user of this machine. A group may have been chosen for this. */
const OTHERS_READ = 0o004
/** Docker makes these files readable for all users of the container, which has only one. */
const MANAGED = '/run/secrets/'

/** All settings are valid, and every file with a secret is closed to others. */
export const settingsFile: Examine = ({ ignoredVariables, secretFiles }) => {
  const name = 'settings'
  const open = Map.groupBy(
    secretFiles.filter(({ path }) => isOpen(path)),
    ({ path }) => path,
  )
  if (open.size > 0) {
    return [...open].map(([path, secrets]) => ({
      ...{ name, ok: false },
      message: `${path} can be read by every user of this machine, and has ${secrets.map(({ holds }) => holds).join(' and ')}`,
      remedy: `run: chmod o-rwx ${quoted(path)}`,
    }))
  }
  const ignored =
    ignoredVariables.length === 0
      ? ''
      : `; ${ignoredVariables.length} of Kubernetes are not read as settings`
  return { name, ok: true, message: `all are understood${ignored}` }
}

/** Windows has no file modes. */
function isOpen(path: string): boolean {
  if (process.platform === 'win32' || path.startsWith(MANAGED)) return false
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS_READ) !== 0
}
