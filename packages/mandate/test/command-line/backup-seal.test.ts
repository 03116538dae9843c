/** Backups that were changed afterwards, or could never have been valid, are detected. */

import assert from 'node:assert/strict'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createTally, ROWS_AT_ONCE } from '../../src/store/backup/content.ts'
import { keptTables } from '../../src/store/sqlite/backup-file.ts'
import { readTable } from '../../src/store/sqlite/tables.ts'
import { type FilledData, filledData } from './filled-data.ts'
import { runCommand, runDocument } from './run-command.ts'

async function backedUp(): Promise<FilledData & { readonly backup: string }> {
  const filled = await filledData()
  const backup = join(filled.folder, 'monday.db')
  await runDocument(['backup', backup, '--data', filled.data])
  return { ...filled, backup }
}

/** A modified copy with all digests recomputed in the backup's own format. */
async function changed(backup: string, name: string, change: string): Promise<string> {
  const copy = join(backup, '..', `${name}.db`)
  copyFileSync(backup, copy)
  using database = new DatabaseSync(copy)
  database.exec(change)
  for (const table of keptTables(database)) {
    const tally = createTally(table)
    for await (const rows of readTable(database, table)) {
      assert.ok(rows.length <= ROWS_AT_ONCE)
      tally.add(rows)
    }
    const { rows, digest } = tally.content()
    database
      .prepare('UPDATE backup_contents SET row_count = ?, digest = ? WHERE name = ?')
      .run(rows, digest, table.name)
  }
  return copy
}

async function refused(args: readonly string[], says: RegExp): Promise<void> {
  const { code, output, errors } = await runCommand(args)
  assert.deepEqual([code, output], [1, ''], `${says}`)
  assert.match(errors, says)
  assert.match(errors, /^mandate: [^\n]+\n$/)
}

test('SCENARIO 76: a changed backup is refused, whether or not its digests were recomputed', async () => {
  const { folder, backup, keys } = await backedUp()
  const changes = [
    ['password', "UPDATE accounts SET password_hash = 'mine'"],
    ['redirect', `UPDATE clients SET redirect_uris = '["https://evil.example/cb"]', trusted = 1`],
    ['fewer', 'DELETE FROM grants WHERE id = (SELECT MIN(id) FROM grants)'],
    ['younger', 'UPDATE backup SET taken_at = taken_at + 1000'],
    ['guessed', "UPDATE backup_seal SET mac = '00'"],
  ] as const
  for (const [name, change] of changes) {
    const other = join(folder, name)
    const copy = await changed(backup, name, change)
    const args = ['restore', copy, '--keys', keys, '--data', other]
    await refused(args, /was changed after it was made.*nothing was changed\.$/m)
    assert.ok(!existsSync(join(other, 'mandate.db')))
  }
})

test('a backup sealed with a missing key names that key', async () => {
  const { folder, backup, keys } = await backedUp()
  const copy = await changed(backup, 'other-key', "UPDATE backup_seal SET key_id = '0badc0de'")
  const to = ['--keys', keys, '--data', join(folder, 'other')]
  await refused(
    ['restore', copy, ...to],
    /does not have the key 0badc0de .*of that server with --keys/,
  )
})

test('a backup is refused unless its tables and columns are the ones Mandate makes', async () => {
  const { folder, backup, keys } = await backedUp()
  const changes = [
    ['table', 'CREATE TABLE "x; DROP TABLE grants" (id TEXT PRIMARY KEY) STRICT'],
    ['type', 'CREATE TABLE strange (id)'],
    ['contents', 'DROP TABLE backup_contents'],
    ['moment', 'ALTER TABLE backup RENAME COLUMN taken_at TO at'],
    ['migrations', 'DROP TABLE schema_migrations'],
    ['seal', 'DELETE FROM backup_seal'],
    ['unsealed', 'DROP TABLE backup_seal'],
    ['column', 'ALTER TABLE clients ADD COLUMN "y) VALUES (1); --" TEXT'],
  ] as const
  for (const [name, change] of changes) {
    const copy = join(folder, `${name}.db`)
    copyFileSync(backup, copy)
    const database = new DatabaseSync(copy)
    database.exec(change)
    database.close()
    const to = ['--keys', keys, '--data', join(folder, name)]
    await refused(['restore', copy, ...to], /is damaged, and no longer what it was/)
  }
})

test('a database with impossible rows is not backed up as if it were sound', async () => {
  const { folder, data, database } = await backedUp()
  for (const [name, change, column] of [
    ['seed', "UPDATE grants SET seed = x'00'", 'seed'],
    ['generation', 'UPDATE grants SET generation = -1', 'generation'],
    ['redirects', "UPDATE clients SET redirect_uris = 'NULL'", 'redirect_uris'],
  ] as const) {
    const opened = new DatabaseSync(database)
    opened.exec(`BEGIN; ${change}; COMMIT`)
    opened.close()
    const file = join(folder, `${name}-broken.db`)
    await refused(['backup', file, '--data', data], new RegExp(`whose ${column} cannot be right`))
    assert.ok(!existsSync(file))
    const healed = new DatabaseSync(database)
    healed.exec(`UPDATE grants SET seed = zeroblob(32), generation = 1;
      UPDATE clients SET redirect_uris = '[]'`)
    healed.close()
  }
})
