import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { filledData } from './filled-data.ts'
import { killWhileDrafting, runOnFullDisk } from './interrupted.ts'
import { runCommand, runDocument } from './run-command.ts'

test('a backup is one private file with the users, clients, APIs and grants, and its output says so', async () => {
  const { folder, data } = await filledData(2_500)
  const file = join(folder, 'monday.db')
  const { code, output, errors } = await runCommand(['backup', file, '--data', data])
  assert.equal(code, 0, errors)
  assert.match(
    output,
    /complete.*2500 grants, 1 client, 1 user, 1 API.*not contain the server keys/s,
  )
  assert.match(output, /mandate backup --keys FILE --data \S+$/m)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder).sort(), ['data', 'monday.db'])

  const other = join(folder, 'tuesday.db')
  const told = await runDocument(['backup', other, '--data', data])
  assert.equal(told['file'], other)
  assert.equal(told['bytes'], statSync(other).size)
  assert.equal((told['rows'] as Record<string, number>)['grants'], 2_500)
})

test('a backup holds neither the server keys nor short-lived data', async () => {
  const { folder, data, keys } = await filledData()
  const file = join(folder, 'monday.db')
  await runDocument(['backup', file, '--data', data])
  const bytes = readFileSync(file)
  for (const { secret } of JSON.parse(readFileSync(keys, 'utf8')).keys) {
    assert.ok(!bytes.includes(secret) && !bytes.includes(Buffer.from(secret, 'base64url')))
  }
  using database = new DatabaseSync(file, { readOnly: true })
  for (const table of ['attempts', 'explanations', 'facts', 'jobs', 'recoveries']) {
    assert.deepEqual(database.prepare(`SELECT * FROM ${table}`).all(), [], table)
  }
})

test('the keys are backed up separately', async () => {
  const { folder, data, keys } = await filledData()
  const copy = join(folder, 'keys-copy.json')
  const { code, output, errors } = await runCommand(['backup', '--keys', copy, '--data', data])
  assert.equal(code, 0, errors)
  assert.match(output, /apart from the database backups/)
  assert.equal(readFileSync(copy, 'utf8'), readFileSync(keys, 'utf8'))
  assert.equal(statSync(copy).mode & 0o777, 0o600)
  const again = await runCommand(['backup', '--keys', copy, '--data', data])
  assert.deepEqual([again.code, again.output], [1, ''])
  assert.match(again.errors, /^mandate: There is a file .* already: name a new one/)
})

test('a mistyped data directory is not reported as lost keys', async () => {
  const { folder } = await filledData()
  const args = ['backup', '--keys', join(folder, 'keys-copy.json'), '--data', join(folder, 'typo')]
  const { code, errors } = await runCommand(args)
  assert.equal(code, 1)
  assert.match(errors, /^mandate: There is no key file .*typo.*, and no database: give --data/)
})

test('a backup that cannot be made is refused in one sentence and leaves nothing', async () => {
  const { folder, data, database } = await filledData()
  const taken = join(folder, 'taken.db')
  writeFileSync(taken, 'mine')
  const strange = join(folder, 'strange')
  mkdirSync(strange)
  new DatabaseSync(join(strange, 'mandate.db')).exec('CREATE TABLE theirs (id TEXT)')
  const newer = await filledData()
  new DatabaseSync(newer.database).exec(
    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, 'x', 'x', 0)",
  )
  const cases: readonly (readonly [file: string, from: string, says: RegExp])[] = [
    [taken, data, /There is a file .*taken\.db already: name a new one/],
    [join(folder, 'nowhere', 'a.db'), data, /There is no directory .*nowhere: create it/],
    [join(taken, 'a.db'), data, /There is no directory .*taken\.db: create it/],
    [join('/proc', 'a.db'), data, /cannot be written|no directory/],
    [join(folder, 'a.db'), join(folder, 'empty'), /There is no database .*give --data/],
    [join(folder, 'a.db'), strange, /belongs to another program/],
    [join(folder, 'a.db'), newer.data, /schema version 9999.*newer program/],
  ]
  for (const [file, from, says] of cases) {
    const { code, output, errors } = await runCommand(['backup', file, '--data', from])
    assert.deepEqual([code, output], [1, ''], file)
    assert.match(errors, says)
    assert.match(errors, /^mandate: [^\n]+\n$/)
  }
  assert.deepEqual(readdirSync(folder).sort(), ['data', 'strange', 'taken.db'])
  assert.equal(readFileSync(taken, 'utf8'), 'mine')
  assert.ok(statSync(database).size > 0)
})

test('a backup of a database whose index lost rows is refused', async () => {
  const { folder, data, database } = await filledData()
  const connection = new DatabaseSync(database, { defensive: false })
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA writable_schema = ON')
  // Swap the primary key's index with a partial one, which may leave out rows.
  connection.exec(`CREATE INDEX partial ON grants (id) WHERE id > '${'0'.repeat(31)}1';
    CREATE TEMP TABLE pages AS SELECT name, rootpage FROM main.sqlite_schema
      WHERE name IN ('partial', 'sqlite_autoindex_grants_1');
    UPDATE sqlite_schema SET rootpage =
        (SELECT pages.rootpage FROM pages WHERE pages.name <> sqlite_schema.name)
      WHERE name IN (SELECT name FROM pages)`)
  connection.close()
  const { code, errors } = await runCommand(['backup', join(folder, 'a.db'), '--data', data])
  assert.equal(code, 1)
  assert.match(errors, /The table grants has 3 rows, and its index leads to 2: it is damaged/)
  assert.deepEqual(readdirSync(folder), ['data'])
})

test('database and keys cannot be backed up to the same place, or without naming one', async () => {
  for (const args of [[], ['a.db', '--keys', 'k.json']]) {
    const { code, errors } = await runCommand(['backup', ...args])
    assert.equal(code, 2)
    assert.match(errors, /^mandate: Give either a new FILE .* keep the two in different places\n$/)
  }
})

test('a backup to a full disk is refused and leaves nothing', async () => {
  const { folder, data } = await filledData(2_000)
  const file = join(folder, 'monday.db')
  const { code, errors } = await runOnFullDisk(['backup', file, '--data', data])
  assert.equal(code, 1, errors)
  assert.match(errors, /^mandate: The file \S+monday\.db cannot be written[^\n]*room[^\n]*\n$/)
  assert.deepEqual(readdirSync(folder), ['data'])
})

test('a backup that is killed leaves no file under its name and can be made again', async () => {
  const { folder, data } = await filledData(6_000)
  const file = join(folder, 'monday.db')
  await killWhileDrafting(['backup', file, '--data', data], folder)
  assert.ok(!readdirSync(folder).includes('monday.db'))
  await runDocument(['backup', file, '--data', data])
})
