/**
 * One SQLite file that both nodes open. If mounting is permitted it is on a small file system of its
 * own (tmpfs), which can then be filled to the last byte.
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { asText, GRANT_ROWS, type Storage, type StorageFault, toGrantRow } from './storage.ts'

const SIZE_MIB = 48

/** `directory` is created for this storage only. */
export function openSqliteStorage(
  directory: string,
  { small }: { readonly small: boolean },
): Storage {
  mkdirSync(directory, { mode: 0o700 })
  const mounted = small && mountSmall(directory)
  const unmount = () => execFileSync('umount', ['-l', directory])
  // Before the directory itself is removed.
  if (mounted) process.prependOnceListener('exit', unmount)
  const path = join(directory, 'mandate.db')

  const diskFull: StorageFault = {
    name: 'disk full',
    async strike(chance) {
      const fullMs = chance.between(300, 2_000)
      const ballast = join(directory, 'ballast')
      // SQLite overwrites its log in place: only an empty one needs room to grow.
      emptyLog()
      try {
        // In ever smaller pieces, so that no page is left.
        for (let piece = 1 << 20; piece >= 512; piece /= 2) fill(ballast, piece)
        await sleep(fullMs)
      } finally {
        rmSync(ballast, { force: true })
      }
      return `the disk was full for ${Math.round(fullMs)} ms`
    },
  }

  function emptyLog(): void {
    const database = new DatabaseSync(path, { timeout: 5_000 })
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // A node is writing at the moment; the disk is filled anyway.
    } finally {
      database.close()
    }
  }

  function read<Result>(query: (database: DatabaseSync) => Result): Result {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
    try {
      return query(database)
    } finally {
      database.close()
    }
  }

  return {
    engine: 'sqlite',
    version: `SQLite ${process.versions['sqlite']}`,
    environment: { MANDATE_DATABASE: path },
    faults: mounted ? [diskFull] : [],
    notTried: mounted || !small ? [] : ['disk full: mounting a small disk is not permitted here'],
    cuts: () => 0,
    grantRows: async () => read((database) => database.prepare(GRANT_ROWS).all().map(toGrantRow)),
    everything: async () =>
      read((database) => {
        const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
        return tables
          .map(({ name }) => asText(database.prepare(`SELECT * FROM "${name}"`).all()))
          .join('\n')
      }),
    async close() {
      if (!mounted) return
      process.off('exit', unmount)
      unmount()
    },
  }
}

function mountSmall(directory: string): boolean {
  try {
    const options = `size=${SIZE_MIB}m,mode=0700`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'mandate-crash', directory], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

/** Adds pieces of this many bytes until no more fit. */
function fill(file: string, piece: number): void {
  const bytes = Buffer.alloc(piece)
  try {
    for (;;) writeFileSync(file, bytes, { flag: 'a' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
