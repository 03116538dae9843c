import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DatabaseRefused, type Engine, step } from '../../../src/store/engine.ts'
import { migrations } from '../../../src/store/migrations/all.ts'
import type { Migration } from '../../../src/store/migrations/migration.ts'
import { query } from '../../../src/store/queries/query.ts'
import { ACT } from '../../act.ts'
import { grant, grantId, insertGrants, redemptionOf } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const number = migrations.length + 1
const expansion: Migration = {
  number,
  name: 'expansion',
  text: `ALTER TABLE grants ADD COLUMN nickname TEXT;
    CREATE TABLE pets (id TEXT NOT NULL PRIMARY KEY, fed_at BIGINT, picture BYTES) /*table options*/;`,
}
const contraction: Migration = {
  number,
  name: 'contraction',
  text: 'ALTER TABLE grants DROP COLUMN code_challenge;',
  needs: number,
}
const breaking: Migration = {
  number,
  name: 'breaking',
  text: `CREATE TABLE pets (id TEXT NOT NULL PRIMARY KEY) /*table options*/;
    ALTER TABLE nothing_of_that_name ADD COLUMN x TEXT;`,
}

export function migrationsContract(subject: ContractSubject): void {
  describe('migrations', () => {
    it('are applied once', async (t) => {
      const { engine, openAgain } = await openEmpty(t, subject)
      const first = await history(engine)
      assert.deepEqual(
        first.map(([applied]) => applied),
        migrations.map((migration) => migration.number),
      )
      assert.deepEqual(await history((await openAgain()).engine), first)
    })

    it('let the previous version keep running next to the new one', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const newer = await openAgain([...migrations, expansion])
      assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
      await store.grants.insert({ ...grant, id: grantId(2) }, ACT)
      assert.equal((await store.grants.find(grant.id))?.grant.generation, 1)
      assert.equal((await newer.store.grants.find(grantId(2)))?.grant.generation, 0)
      assert.equal((await history(newer.engine)).length, number)
    })

    it('let the previous version start again on what the new one has added to', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const newer = await openAgain([...migrations, expansion])
      await store.close()
      const again = await openAgain()
      assert.equal(await again.store.grants.advance(redemptionOf(grant.id, 0)), true)
      assert.equal((await newer.store.grants.find(grant.id))?.grant.generation, 1)
      assert.equal((await history(newer.engine)).length, number)
    })

    it('refuse a database that is newer than this version, and leave it unchanged', async (t) => {
      const { openAgain } = await openEmpty(t, subject)
      const newer = await openAgain([...migrations, contraction])
      const before = await history(newer.engine)
      await assert.rejects(openAgain(), refusal(/schema version \d+.* only\.$/))
      assert.deepEqual(await history(newer.engine), before)
      // A table that is needed stays needed, whatever is added later.
      await openAgain([...migrations, contraction, { ...expansion, number: number + 1 }])
      await assert.rejects(openAgain(), refusal(/schema version \d+.* only\.$/))
      await openAgain([...migrations, contraction])
    })

    it('refuse a database with another program’s history', async (t) => {
      const { openAgain } = await openEmpty(t, subject)
      const edited = migrations.map((migration) => ({ ...migration, text: `${migration.text}\n` }))
      await assert.rejects(openAgain(edited), refusal(/is not the one this program has\.$/))
    })

    it('change nothing if they fail half-way, and keep those before them', async (t) => {
      const { engine, openAgain } = await openEmpty(t, subject)
      const before = await history(engine)
      await assert.rejects(openAgain([...migrations, breaking]), DatabaseRefused)
      assert.deepEqual(await history(engine), before)
      // The same table can still be made, so the half that worked was rolled back.
      const next = { ...breaking, number: number + 1, text: breaking.text.replace('pets', 'toys') }
      await assert.rejects(openAgain([...migrations, expansion, next]), DatabaseRefused)
      assert.equal((await history(engine)).length, number)
    })

    it('are applied once even if several connections open one database together', async (t) => {
      const { openAgain } = await openEmpty(t, subject)
      const all = await Promise.all(
        Array.from({ length: 4 }, () => openAgain([...migrations, expansion])),
      )
      for (const { engine } of all) assert.equal((await history(engine)).length, number)
    })
  })
}

async function history(engine: Engine): Promise<readonly (readonly [unknown, unknown])[]> {
  const text = 'SELECT number, applied_at FROM schema_migrations ORDER BY number'
  const rows = await engine.read(
    step(query({ name: 'history', text, input: {}, key: 'alone' }), {}),
  )
  return rows.map((row) => [row['number'], row['applied_at']])
}

/** One sentence that says what is wrong, one that says what to do. */
function refusal(message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof DatabaseRefused)
    assert.match(error.message, message)
    assert.match(error.remedy, /\.$/)
    return true
  }
}
