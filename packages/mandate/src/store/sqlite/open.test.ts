import assert from 'node:assert/strict'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { grant, insertGrants, redemptionOf } from '../../../test/store/contract/samples.ts'
import { DatabaseRefused } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { findDamage, openSqliteStore } from './open.ts'
import { refusal } from './refusal.ts'
import { withSqliteSnapshot } from './snapshot.ts'

describe('opening a SQLite database', () => {
  it('creates a file that only its owner can read', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    const store = await openSqliteStore({ path })
    await insertGrants(store, 1)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      assert.equal(statSync(file).mode & 0o077, 0, file)
    }
    await store.close()
  })

  it('keeps a database in memory if asked to', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    await insertGrants(store, 1)
    assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
    await store.close()
    assert.equal(existsSync(':memory:'), false)
  })

  it('says that the directory does not exist', async (t) => {
    const path = join(directoryFor(t), 'none', 'mandate.db')
    await refuses(path, /^The directory .*none does not exist\.$/)
  })

  it('says that the path is a directory', async (t) => {
    await refuses(directoryFor(t), /is a directory\.$/)
  })

  it('says that a file is not a database, and does not change it', async (t) => {
    const path = join(directoryFor(t), 'notes.txt')
    const text = 'These are my notes.\n'.repeat(100)
    writeFileSync(path, text)
    await refuses(path, /is not a database, or it is damaged\.$/)
    assert.equal(readFileSync(path, 'utf8'), text)
  })

  it('says that a database belongs to another program, and does not change it', async (t) => {
    const path = join(directoryFor(t), 'other.db')
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    const before = readFileSync(path)
    await refuses(path, /belongs to another program\.$/)
    assert.deepEqual(readFileSync(path), before)
  })

  it('says that a database sorts text differently, or changes what is written', async (t) => {
    const path = join(directoryFor(t), 'utf16.db')
    const other = new DatabaseSync(path)
    other.exec("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a TEXT); DROP TABLE t")
    other.close()
    await refuses(path, /is encoded in UTF-16le/)

    const changed = join(directoryFor(t), 'mandate.db')
    await (await openSqliteStore({ path: changed })).close()
    const opened = new DatabaseSync(changed)
    opened.exec(`CREATE TRIGGER mine AFTER UPDATE ON grants BEGIN
      UPDATE grants SET revoked_at = NULL WHERE id = new.id; END`)
    opened.close()
    await refuses(changed, /has a trigger, which would change what is written\.$/)
  })

  it('keeps a log that survives a power loss, whatever the settings of the file', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    const other = new DatabaseSync(path)
    other.exec(`PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = FULL; PRAGMA user_version = 99;
      PRAGMA application_id = 7; CREATE TABLE t (a TEXT); DROP TABLE t`)
    other.close()
    const store = await openSqliteStore({ path })
    await insertGrants(store, 1)
    assert.ok(existsSync(`${path}-wal`))
    assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
    await store.close()
  })

  it('says that another program has locked the database', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    const other = new DatabaseSync(path)
    other.exec('PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE recipes (name TEXT)')
    other.exec('BEGIN EXCLUSIVE')
    await refuses(path, /is locked by another program\.$/)
    other.close()
  })

  it('says which permission is missing, that the disk is full, and what else the system reported', () => {
    const said = (code: string) => refusal('/data/x.db', Object.assign(new Error('so'), { code }))
    assert.match(said('EACCES').message, /may not be written by this user\.$/)
    assert.match(said('EROFS').message, /may not be written by this user\.$/)
    assert.match(said('ENOSPC').message, /no room left/)
    const full = refusal('/data/x.db', Object.assign(new Error('so'), { errcode: 13 }))
    assert.match(full.message, /no room left on the disk of \/data\/x\.db\.$/)
    assert.match(said('EMFILE').message, /cannot be opened: so\.$/)
  })

  it('reads a database that it must not change', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    const store = await openSqliteStore({ path })
    await insertGrants(store, 1)
    const reader = await openSqliteStore({ path, readOnly: true })
    assert.deepEqual((await reader.grants.find(grant.id))?.grant, grant)
    await assert.rejects(reader.grants.advance(redemptionOf(grant.id, 0)), StorageUnavailable)
    assert.deepEqual((await reader.grants.find(grant.id))?.grant, grant)
    await reader.close()
    await store.close()
  })

  it('leaves nothing beside a database that it only reads, unless it is in use', async (t) => {
    const folder = directoryFor(t)
    const path = join(folder, 'mandate.db')
    await (await openSqliteStore({ path })).close()
    await (await openSqliteStore({ path, readOnly: true })).close()
    assert.deepEqual(await findDamage(path), [])
    await withSqliteSnapshot(path, async () => {})
    assert.deepEqual(readdirSync(folder), ['mandate.db'])
    const server = await openSqliteStore({ path })
    await (await openSqliteStore({ path, readOnly: true })).close()
    assert.deepEqual(await findDamage(path), [])
    assert.ok(readdirSync(folder).includes('mandate.db-wal'))
    await insertGrants(server, 1)
    await server.close()
  })

  it('creates nothing if it is opened read-only', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    await assert.rejects(
      openSqliteStore({ path, readOnly: true }),
      sentence(/^There is no database/),
    )
    assert.equal(existsSync(path), false)
    writeFileSync(path, '')
    await assert.rejects(openSqliteStore({ path, readOnly: true }), sentence(/is older than this/))
    assert.equal(statSync(path).size, 0)
  })

  it('detects damage', async (t) => {
    const path = join(directoryFor(t), 'mandate.db')
    const store = await openSqliteStore({ path })
    await insertGrants(store, 500)
    await store.close()
    assert.deepEqual(await findDamage(path), [])

    const file = readFileSync(path)
    file.fill(0x5a, 4096 * 20, 4096 * 24)
    writeFileSync(path, file)
    assert.notDeepEqual(await findDamage(path), [])
  })
})

async function refuses(path: string, message: RegExp): Promise<void> {
  await assert.rejects(openSqliteStore({ path, patience: 20 }), sentence(message))
}

function sentence(message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof DatabaseRefused)
    assert.match(error.message, message)
    assert.match(error.remedy, /^[A-Z].*\.$/)
    return true
  }
}

function directoryFor(test: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-open-'))
  test.after(() => rmSync(directory, { recursive: true }))
  return directory
}
