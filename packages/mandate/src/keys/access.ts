/**
 * Who besides Mandate can access the key file, judged from its mode by one rule for the server, all
 * commands and the doctor:
 *
 * - Other users: never.
 * - A group: only one chosen for this purpose. Platforms pass secrets to a service this way, and
 *   the service cannot change it: Kubernetes mounts a Secret `0440 root:GROUP` (`fsGroup`), and
 *   makes a volume's files `0660` in a directory `root:GROUP` with the setgid bit.
 */

import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A file or directory, as returned by `stat`. */
export interface Owned {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The user id of the process, and the ids of all its groups. */
export interface Runner {
  readonly uid: number
  readonly groups: readonly number[]
}

const OTHERS = 0o007
const GROUP = 0o070
const GROUP_WRITES = 0o020
const SETGID = 0o2000
const ROOT = 0

/**
 * Who else can access the key file at `path`, and the command that fixes it; null if nobody can.
 */
export function keyFileExposure(path: string): string | null {
  // Windows has no file modes.
  if (process.platform === 'win32') return null
  const runner = {
    uid: process.geteuid?.() ?? ROOT,
    groups: [process.getegid?.() ?? ROOT, ...(process.getgroups?.() ?? [])],
  }
  const who = exposedTo({ file: statSync(path), directory: statSync(dirname(path)) }, runner)
  if (who === null) return null
  return `The key file ${path} can be read by ${who}; run: chmod 600 '${path}'`
}

/** The rule itself: who has access but should not, in words; null if all is well. */
export function exposedTo(
  { file, directory }: { readonly file: Owned; readonly directory: Owned },
  { uid, groups }: Runner,
): string | null {
  if ((file.mode & OTHERS) !== 0) return 'other users of this machine'
  if ((file.mode & GROUP) === 0) return null
  // Root checks on behalf of a service whose groups it cannot know.
  const isOurs = uid === ROOT || file.gid === ROOT || groups.includes(file.gid)
  const isManaged =
    directory.uid === ROOT && (directory.mode & SETGID) !== 0 && directory.gid === file.gid
  if (isOurs && isManaged) return null
  const isHandedToUs = file.uid === ROOT || file.uid !== uid
  const mayWrite = (file.mode & GROUP_WRITES) !== 0
  return isOurs && isHandedToUs && !mayWrite ? null : 'everybody in its group'
}
