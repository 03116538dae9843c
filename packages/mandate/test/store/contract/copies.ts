import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import type { Readable, Rows, Table } from '../../../src/store/backup/content.ts'
import { copyTables, verifyTables } from '../../../src/store/backup/copy.ts'
import { DatabaseRefused, type Value } from '../../../src/store/engine.ts'
import { migrations } from '../../../src/store/migrations/all.ts'
import { keptTables } from '../../../src/store/sqlite/backup-file.ts'
import { migrate } from '../../../src/store/sqlite/migrate.ts'
import { ACT } from '../../act.ts'
import { grant, grantId, insertGrants, NOW, redemptionOf } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const latest = { version: migrations.length, now: NOW }

/** The ids in byte order, which matches no language's collation. */
const IDS = ['', 'B', 'a', 'a b', 'aB', 'z', 'é', '中', '😀']

export function copiesContract(subject: ContractSubject): void {
  describe('copies', () => {
    it('have every table, every column and every value as it was', async (t) => {
      const tables = tablesOfBackups()
      const [one, other] = [await emptyPlace(t, subject), await emptyPlace(t, subject)]
      await subject.make(one, latest, async (made) => {
        for (const table of tables) await made.insert(table, sampleRows(table).toReversed())
      })
      const contents = await subject.read(one, (snapshot) =>
        subject.make(other, latest, (made) => copyTables(snapshot, made, tables)),
      )
      assert.deepEqual(
        contents.map(({ rows }) => rows),
        tables.map(() => IDS.length),
      )
      await subject.read(other, async (snapshot) => {
        assert.equal(snapshot.version, migrations.length)
        const refusal = () => new DatabaseRefused('The copy differs.', 'Look at it.')
        await verifyTables(snapshot, tables, { expected: contents, refusal })
        for (const table of tables) {
          assert.deepEqual(await allRows(snapshot, table), sampleRows(table), table.name)
        }
      })
    })

    it('are consistent snapshots, even while the store is in use', async (t) => {
      const { store, location } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 1_500)
      const grants = tableNamed('grants')
      await subject.read(location, async (snapshot) => {
        const generations: Value[] = []
        for await (const rows of snapshot.read(grants)) {
          generations.push(...valuesOf(grants, 'generation', rows))
          await Promise.all(ids.map((id) => store.grants.advance(redemptionOf(id, 0))))
          await store.grants.insert({ ...grant, id: grantId(9_000 + generations.length) }, ACT)
        }
        assert.deepEqual(generations, Array(1_500).fill(0))
        assert.equal(await snapshot.count(grants), 1_500)
      })
      assert.equal((await store.grants.find(grant.id))?.grant.generation, 1)
    })

    it('restored into a database of an older version are migrated', async (t) => {
      const place = await emptyPlace(t, subject)
      await subject.make(place, { version: 0, now: NOW }, async (made) => {
        await made.migrate()
        await made.insert(tableNamed('grants'), sampleRows(tableNamed('grants')))
      })
      await subject.read(place, async (snapshot) => {
        assert.equal(snapshot.version, migrations.length)
        assert.equal(await snapshot.count(tableNamed('grants')), IDS.length)
      })
    })
  })
}

/** The tables of a backup. */
function tablesOfBackups(): readonly Table[] {
  using database = new DatabaseSync(':memory:')
  migrate(database, ':memory:', { known: migrations, now: NOW })
  return keptTables(database)
}

function tableNamed(name: string): Table {
  const table = tablesOfBackups().find((one) => one.name === name)
  assert.ok(table)
  return table
}

/** Rows with different keys, in key order, with values that are easily corrupted. */
function sampleRows({ columns, key }: Table): Rows {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  return IDS.map((id, index) =>
    Object.entries(columns).map(([column, type]) => {
      if (type === 'bigint') return key.includes(column) ? index : Number.MAX_SAFE_INTEGER - index
      return type === 'bytes' ? bytes : `${id}${key.includes(column) ? '' : ' "\'\\,{}\n'}`
    }),
  )
}

function valuesOf({ columns }: Table, column: string, rows: Rows): readonly Value[] {
  const place = Object.keys(columns).indexOf(column)
  return rows.map((row) => row[place] ?? null)
}

async function allRows(readable: Readable, table: Table): Promise<Rows> {
  const all: (readonly Value[])[] = []
  for await (const rows of readable.read(table)) all.push(...rows)
  return all
}

async function emptyPlace(test: TestContext, subject: ContractSubject): Promise<string> {
  const { location, remove } = await subject.createPlace()
  test.after(remove)
  return location
}
