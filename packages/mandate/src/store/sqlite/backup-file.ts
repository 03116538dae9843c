/**
 * The backup file: an SQLite database with the tables of one version of the program, marked as a
 * backup, with a count and a digest for each table. SQLite itself would not notice a changed byte
 * inside a value.
 */

import { closeSync, openSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import type { BackupFile } from '../backup/backup-file.ts'
import { type Content, isKept, type Table } from '../backup/content.ts'
import { verifyTables } from '../backup/copy.ts'
import type { Seal } from '../backup/seal.ts'
import { DatabaseRefused } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { CORRUPT, NO_SUCH_NAME, NOT_A_DATABASE, primaryCode } from './errors.ts'
import { migrate } from './migrate.ts'
import { snapshotOf } from './snapshot.ts'
import { StrangeColumn, tablesIn } from './tables.ts'

/**
 * "MdtB": distinguishes a backup from a database in use
 * (https://sqlite.org/pragma.html#pragma_application_id).
 */
const APPLICATION_ID = 0x4d647442
const OWN_TABLES = ['backup', 'backup_contents', 'backup_seal', 'schema_migrations']

/** The tables that a backup includes. */
export function keptTables(database: DatabaseSync): readonly Table[] {
  return tablesIn(database).filter(isKept)
}

/** Marks a filled database as a backup. `takenAt` is whole seconds since 1970. */
export function markAsBackup(
  database: DatabaseSync,
  {
    takenAt,
    contents,
    seal,
  }: {
    readonly takenAt: number
    readonly contents: readonly Content[]
    readonly seal: Seal
  },
): void {
  database.exec(`BEGIN;
    CREATE TABLE backup (taken_at INTEGER NOT NULL) STRICT;
    CREATE TABLE backup_contents (name TEXT NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL,
      digest TEXT NOT NULL) STRICT;
    CREATE TABLE backup_seal (key_id TEXT NOT NULL, mac TEXT NOT NULL) STRICT`)
  database.prepare('INSERT INTO backup VALUES (?)').run(takenAt)
  const insert = database.prepare('INSERT INTO backup_contents VALUES (?, ?, ?)')
  for (const { table, rows, digest } of contents) insert.run(table, rows, digest)
  database.prepare('INSERT INTO backup_seal VALUES (?, ?)').run(seal.keyId, seal.mac)
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; COMMIT`)
}

/**
 * Reads the whole backup, and passes it to `act` if it is intact. Changes nothing. `name` is what
 * errors call it.
 *
 * @throws {DatabaseRefused} if it is not a backup, is damaged, or was made by a newer program.
 */
export async function withBackupFile<Result>(
  path: string,
  name: string,
  act: (backup: BackupFile) => Promise<Result>,
): Promise<Result> {
  refuseUnreadable(path, name)
  let database: DatabaseSync | undefined
  let opened: BackupFile
  try {
    database = new DatabaseSync(path, { readOnly: true })
    opened = await openBackup(database, name)
  } catch (error) {
    database?.close()
    throw refusal(name, error)
  }
  try {
    return await act(opened)
  } finally {
    database.close()
  }
}

async function openBackup(database: DatabaseSync, name: string): Promise<BackupFile> {
  if (database.prepare('PRAGMA application_id').get()?.['application_id'] !== APPLICATION_ID) {
    throw new DatabaseRefused(
      `The file ${name} is a database, but not one that mandate backup made.`,
      'Name a backup; the database of a stopped server is moved into its data directory as mandate.db instead.',
    )
  }
  if (!OWN_TABLES.every((table) => isTableIn(database, table))) throw damaged(name)
  const snapshot = snapshotOf(database, name)
  const check = database.prepare('PRAGMA integrity_check(1)').get()
  if (check?.['integrity_check'] !== 'ok') throw damaged(name)
  const tables = keptTables(database)
  refuseForeignTables(name, tables, snapshot.version)
  const contents = database
    .prepare('SELECT name, row_count, digest FROM backup_contents')
    .all()
    .map((row) => ({
      table: String(row['name']),
      rows: Number(row['row_count']),
      digest: String(row['digest']),
    }))
  await verifyTables(snapshot, tables, { expected: contents, refusal: () => damaged(name) })
  const taken = database.prepare('SELECT taken_at FROM backup').get()
  const takenAt = Number(taken?.['taken_at'])
  const keyIds = keyIdsIn(database)
  return { snapshot, contents, tables, takenAt, keyIds, seal: sealIn(database, name) }
}

/** Names are inserted into SQL, so only names from our migrations are accepted. */
function refuseForeignTables(name: string, tables: readonly Table[], version: number): void {
  using sample = new DatabaseSync(':memory:')
  migrate(sample, name, { known: migrations.slice(0, version), now: 0 })
  if (!isDeepStrictEqual(tables, keptTables(sample))) throw damaged(name)
}

function sealIn(database: DatabaseSync, name: string): Seal {
  const row = database.prepare('SELECT key_id, mac FROM backup_seal').get()
  if (row === undefined) throw damaged(name)
  return { keyId: String(row['key_id']), mac: String(row['mac']) }
}

function isTableIn(database: DatabaseSync, table: string): boolean {
  const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
  return found.get(table) !== undefined
}

function keyIdsIn(database: DatabaseSync): readonly string[] {
  return database
    .prepare(`SELECT id FROM key_ids
        WHERE slot = 'token' AND active_at IS NOT NULL AND retired_at IS NULL ORDER BY id`)
    .all()
    .map((row) => String(row['id']))
}

function refuseUnreadable(path: string, name: string): void {
  try {
    const found = statSync(path)
    if (found.isDirectory()) {
      throw new DatabaseRefused(
        `The path ${name} is a directory.`,
        'Name a backup, which is a file.',
      )
    }
    // SQLite takes this for a database without tables.
    if (found.size === 0) throw noBackup(name)
    closeSync(openSync(path, 'r'))
  } catch (error) {
    if (error instanceof DatabaseRefused) throw error
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? new DatabaseRefused(`There is no file ${name}.`, 'Name a backup that mandate backup made.')
      : new DatabaseRefused(
          `The backup ${name} cannot be read (${code}).`,
          'Let the user that runs this command read it.',
        )
  }
}

function refusal(name: string, error: unknown): Error {
  const code = primaryCode(error)
  if (code === NOT_A_DATABASE) return noBackup(name)
  if (code === CORRUPT || code === NO_SUCH_NAME || error instanceof StrangeColumn)
    return damaged(name)
  return error instanceof Error ? error : new Error(String(error))
}

function noBackup(name: string): DatabaseRefused {
  return new DatabaseRefused(
    `The file ${name} is not a backup of Mandate.`,
    'Name one that mandate backup made.',
  )
}

function damaged(name: string): DatabaseRefused {
  return new DatabaseRefused(
    `The backup ${name} is damaged, and no longer what it was when it was made.`,
    'Fetch it again from where it is kept, or take another backup; nothing was changed.',
  )
}
