import { statSync } from 'node:fs'
import { hasPassword } from '../../settings/text.ts'
import { quoted } from '../command.ts'
import type { Examine } from './check.ts'

/** Readable by every user of this machine. A group may have been chosen for this. */
const OTHERS_READ = 0o004
/** Docker makes these files readable for all users of the container, which has only one. */
const MANAGED = '/run/secrets/'

/** All settings are valid, and the file with the database password is closed to others. */
export const settingsFile: Examine = ({ settings, sources, ignoredVariables, secretFile }) => {
  const name = 'settings'
  const ignored =
    ignoredVariables.length === 0
      ? ''
      : `; ${ignoredVariables.length} of Kubernetes are not read as settings`
  const inOrder = { name, ok: true, message: `all are understood${ignored}` }
  if (secretFile === undefined || !hasPassword(settings.database)) return inOrder
  if (process.platform === 'win32' || secretFile.startsWith(MANAGED)) return inOrder
  if ((statSync(secretFile).mode & OTHERS_READ) === 0) return inOrder
  return {
    name,
    ok: false,
    message: `${secretFile} can be read by every user of this machine, and has the password of the database (${sources.get('database')})`,
    remedy: `run: chmod o-rwx ${quoted(secretFile)}`,
  }
}
