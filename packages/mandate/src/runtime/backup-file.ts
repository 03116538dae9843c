/** Writes and reads backup files. They are SQLite files, whatever the database engine. */

import type { KeyRing } from '../grants/derivation.ts'
import type { BackupFile } from '../store/backup/backup-file.ts'
import type { Content } from '../store/backup/content.ts'
import { copyTables } from '../store/backup/copy.ts'
import { soundRowsOf } from '../store/backup/invariants.ts'
import { sealWith } from '../store/backup/seal.ts'
import type { Database } from './database.ts'

/**
 * Copies a snapshot of the database into the new file `path`, seals it with the current key so that
 * changes are detected, and reads it back as a restore would. `name` is the file's name in errors,
 * `takenAt` whole seconds since 1970. Throws `DatabaseRefused`, and what `keys` throws.
 */
export async function writeBackupFile(
  { path, name }: { readonly path: string; readonly name: string },
  {
    database,
    takenAt,
    keys,
  }: { readonly database: Database; readonly takenAt: number; readonly keys: () => KeyRing },
): Promise<{ readonly contents: readonly Content[]; readonly version: number }> {
  const { fillSqliteDatabase } = await import('../store/sqlite/new-database.ts')
  const { keptTables, markAsBackup } = await import('../store/sqlite/backup-file.ts')
  await database.read((snapshot) => {
    const { version } = snapshot
    const keyRing = keys()
    return fillSqliteDatabase(path, { name, version, now: takenAt }, async (made) => {
      const tables = keptTables(made.database)
      const contents = await copyTables(soundRowsOf(snapshot), made, tables)
      const seal = sealWith(keyRing, { takenAt, version, tables, contents })
      markAsBackup(made.database, { takenAt, contents, seal })
    })
  })
  return readBackupFile({ path, name }, async ({ contents, snapshot: { version } }) => ({
    ...{ contents, version },
  }))
}

/** Verifies the whole backup and passes it to `act`. Changes nothing. Throws `DatabaseRefused`. */
export async function readBackupFile<Result>(
  { path, name }: { readonly path: string; readonly name: string },
  act: (backup: BackupFile) => Promise<Result>,
): Promise<Result> {
  const { withBackupFile } = await import('../store/sqlite/backup-file.ts')
  return withBackupFile(path, name, act)
}
