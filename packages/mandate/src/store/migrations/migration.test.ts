import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DatabaseRefused } from '../engine.ts'
import { migrations } from './all.ts'
import { checksum, inDialect, type Migration, pendingMigrations } from './migration.ts'

const first: Migration = { number: 1, name: 'first', text: 'CREATE TABLE a (id TEXT)' }
const second: Migration = { number: 2, name: 'second', text: 'CREATE TABLE b (id TEXT)' }
const applied = (migration: Migration) => ({
  ...migration,
  checksum: checksum(migration),
  needs: migration.needs ?? null,
})

describe('migrations', () => {
  it('are numbered from one without gaps', () => {
    assert.deepEqual(
      migrations.map(({ number }) => number),
      migrations.map((_, index) => index + 1),
    )
  })

  it('are pending in order until they are applied', () => {
    assert.deepEqual(pendingMigrations('x', [], [first, second]), [first, second])
    assert.deepEqual(pendingMigrations('x', [applied(first)], [first, second]), [second])
    assert.deepEqual(pendingMigrations('x', [applied(first), applied(second)], [first, second]), [])
  })

  it('do not affect programs that need not know them', () => {
    assert.deepEqual(pendingMigrations('x', [applied(first), applied(second)], [first]), [])
    const third = { ...second, number: 3, needs: 1 }
    assert.deepEqual(pendingMigrations('x', [applied(first), applied(third)], [first]), [])
  })

  it('refuse a newer database that needs a newer program, with the versions and a way out', () => {
    const contraction = { ...applied(second), needs: 2 }
    assert.throws(
      () => pendingMigrations('/data/mandate.db', [applied(first), contraction], [first]),
      (error) =>
        error instanceof DatabaseRefused &&
        error.message.startsWith('The database /data/mandate.db has schema version 2') &&
        error.remedy.startsWith('Start the newer program'),
    )
  })

  it('refuse an edited history', () => {
    const edited = { ...applied(first), checksum: '0'.repeat(64) }
    assert.throws(() => pendingMigrations('x', [edited], [first, second]), DatabaseRefused)
  })

  it('are translated into each dialect', () => {
    const dialect = {
      ...{ TEXT: 'VARCHAR', BIGINT: 'INTEGER', BYTES: 'BLOB' },
      tableOptions: (table: string) => `ON ${table}_disk`,
    }
    const text = `CREATE TABLE a (n BIGINT NOT NULL, b BYTES) /*table options*/;
      CREATE TABLE IF NOT EXISTS b (t TEXT) /*table options*/;`
    assert.equal(
      inDialect(text, dialect),
      `CREATE TABLE a (n INTEGER NOT NULL, b BLOB) ON a_disk;
      CREATE TABLE IF NOT EXISTS b (t VARCHAR) ON b_disk;`,
    )
  })
})
