/** Which user of this machine the files are for, if root makes them. */

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lchownSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandRefused } from '../command.ts'

export interface Owner {
  readonly user: string
  readonly uid: number
  readonly gid: number
}

/** Throws `CommandRefused` if there is no such user, with the command that makes one. */
export function ownerNamed(user: string): Owner {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : Number.NaN
  })
  if (uid === undefined || gid === undefined || Number.isNaN(uid + gid)) {
    throw new CommandRefused(
      `There is no user ${user} on this machine; make one with: useradd --system --shell /usr/sbin/nologin ${user}`,
    )
  }
  return { user, uid, gid }
}

/** The folders above a file that do not exist yet. */
export function missingFolders(file: string): readonly string[] {
  const missing: string[] = []
  for (let at = dirname(file); !existsSync(at); at = dirname(at)) missing.push(at)
  return missing
}

/**
 * Gives the data directory to the user, and lets the user read the settings but not change them.
 * `made` are folders that were made for them, through which the user has to come.
 */
export function giveTo(
  { uid, gid }: Owner,
  { data, config, made }: { readonly data: string; config: string; made: readonly string[] },
): void {
  for (const folder of made) {
    chownSync(folder, 0, gid)
    chmodSync(folder, 0o750)
  }
  chownSync(data, uid, gid)
  for (const name of readdirSync(data, { recursive: true })) {
    lchownSync(join(data, String(name)), uid, gid)
  }
  chownSync(config, 0, gid)
  chmodSync(config, 0o640)
}
