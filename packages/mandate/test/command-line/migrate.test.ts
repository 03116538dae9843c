import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { migrations } from '../../src/store/migrations/all.ts'
import { openSqliteEngine } from '../../src/store/sqlite/open.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

/** A data directory whose database has had no migrations yet. */
function oldDirectory(): { readonly data: string; readonly file: string } {
  const data = join(temporaryDirectory(), 'data')
  const file = join(data, 'mandate.db')
  mkdirSync(data)
  using database = new DatabaseSync(file)
  database.exec(`CREATE TABLE schema_migrations (number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, needs INTEGER) STRICT`)
  return { data, file }
}

test('migrate brings the database up to date, and then has nothing left to do', async () => {
  const { data, file } = oldDirectory()
  const done = await runCommand(['migrate', '--data', data])
  assert.deepEqual([done.code, done.errors], [0, ''])
  assert.match(done.output, /mandate\.db is up to date\.\n$/)
  using database = new DatabaseSync(file, { readOnly: true })
  const history = database.prepare('SELECT * FROM schema_migrations').all()
  assert.equal(history.length, migrations.length)
  const told = await runDocument(['migrate', '--data', data])
  assert.deepEqual(told, { database: file, schema_version: migrations.length })
  assert.deepEqual(database.prepare('SELECT * FROM schema_migrations').all(), history)
})

test('migrate does not create a database, and says what does', async () => {
  const data = join(temporaryDirectory(), 'data')
  const refused = await runCommand(['migrate', '--data', data])
  assert.deepEqual([refused.code, refused.output], [1, ''])
  assert.match(refused.errors, /^mandate: There is no database .*: mandate serve --data \S+\n$/)
})

test('a program older than its database is refused', async () => {
  const { data, file } = oldDirectory()
  const ahead = { number: migrations.length + 1, name: 'ahead', needs: migrations.length + 1 }
  const known = [...migrations, { ...ahead, text: 'DROP TABLE consents' }]
  await (await openSqliteEngine({ path: file }, known)).close()
  const refused = await runCommand(['migrate', '--data', data])
  assert.deepEqual([refused.code, refused.output], [1, ''])
  assert.match(
    refused.errors,
    /^mandate: The database .* has schema version \d+, which needs .*\n$/,
  )
})
