import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { migrations } from '../../src/store/migrations/all.ts'
import { openSqliteEngine } from '../../src/store/sqlite/open.ts'
import { document, mandate, temporaryDirectory } from './mandate-process.ts'

/** A data directory with a database of the version before any of today's tables but the first. */
async function oldDirectory(): Promise<string> {
  const data = join(temporaryDirectory(), 'data')
  mkdirSync(data)
  const engine = await openSqliteEngine({ path: join(data, 'mandate.db') }, migrations.slice(0, 3))
  await engine.close()
  return data
}

function versionIn(data: string): unknown {
  const database = new DatabaseSync(join(data, 'mandate.db'), { readOnly: true })
  const row = database.prepare('SELECT MAX(number) AS version FROM schema_migrations').get()
  database.close()
  return row?.['version']
}

test('migrate --plan says what would be done and whom it holds up, and does nothing', async () => {
  const data = await oldDirectory()
  const plan = await mandate(['migrate', '--plan', '--data', data], {
    environment: { NO_COLOR: '1' },
  })
  assert.deepEqual([plan.code, plan.errors], [0, ''])
  assert.match(plan.output, /^4 key_ids\n {2}Servers of the version before go on meanwhile/)
  assert.match(plan.output, /CREATE TABLE key_ids \(/)
  assert.match(plan.output, /write lock on the database: who writes waits for a moment/)
  assert.match(plan.output, /to run them: mandate migrate --data \S+\n$/)
  assert.equal(versionIn(data), 3)

  const told = await document(['migrate', '--plan', '--data', data])
  assert.equal(told['migrated'], false)
  const pending = told['migrations'] as { number: number; statements: { text: string }[] }[]
  assert.deepEqual(
    pending.map(({ number }) => number),
    migrations.slice(3).map(({ number }) => number),
  )
  assert.match(pending[0]?.statements[0]?.text ?? '', /^CREATE TABLE key_ids \(.*\)$/)
})

test('migrate brings the database up to date, says so, and finds nothing to do after that', async () => {
  const data = await oldDirectory()
  const done = await mandate(['migrate', '--data', data])
  assert.deepEqual([done.code, done.errors], [0, ''])
  assert.match(done.output, /mandate\.db is up to date now: 4 key_ids, 5 recoveries, /)
  assert.equal(versionIn(data), migrations.length)
  assert.match(
    (await mandate(['migrate', '--data', data])).output,
    /mandate\.db is up to date\.\n$/,
  )
  const plan = await document(['migrate', '--plan', '--data', data])
  assert.deepEqual(plan['migrations'], [])
})

test('migrate makes no database, and says who does', async () => {
  const data = join(temporaryDirectory(), 'data')
  for (const options of [[], ['--plan']]) {
    const refused = await mandate(['migrate', ...options, '--data', data])
    assert.deepEqual([refused.code, refused.output], [1, ''])
    assert.match(refused.errors, /^mandate: There is no database .*: mandate serve --data \S+\n$/)
  }
})

test('a program that the database has left behind is refused, whatever it is asked to do', async () => {
  const data = await oldDirectory()
  const ahead = { number: migrations.length + 1, name: 'ahead', needs: migrations.length + 1 }
  const known = [...migrations, { ...ahead, text: 'DROP TABLE consents' }]
  await (await openSqliteEngine({ path: join(data, 'mandate.db') }, known)).close()
  for (const command of [['migrate'], ['migrate', '--plan']]) {
    const refused = await mandate([...command, '--data', data])
    assert.deepEqual([refused.code, refused.output], [1, ''])
    assert.match(
      refused.errors,
      /^mandate: The database .* has schema version \d+, which needs .*\n$/,
    )
  }
})
