import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillSqliteDatabase } from '../../src/store/sqlite/new-database.ts'
import { openSqliteEngine } from '../../src/store/sqlite/open.ts'
import { withSqliteSnapshot } from '../../src/store/sqlite/snapshot.ts'
import type { ContractSubject } from './contract/subject.ts'

/** SQLite for the contract suite: one file in a private directory. */
export const subject: ContractSubject = {
  module: import.meta.url,
  async createPlace() {
    const directory = await mkdtemp(join(tmpdir(), 'mandate-store-'))
    return {
      location: join(directory, 'mandate.db'),
      remove: () => rm(directory, { recursive: true }),
    }
  },
  async createTables() {
    const place = await subject.createPlace()
    emptyFile ??= makeEmptyFile()
    await writeFile(place.location, await emptyFile)
    return place
  },
  open: (path, known) => openSqliteEngine({ path }, known),
  read: withSqliteSnapshot,
  make: (path, beginning, act) => fillSqliteDatabase(path, { name: path, ...beginning }, act),
}

/** A database without rows, to be copied. */
let emptyFile: Promise<Uint8Array> | undefined

async function makeEmptyFile(): Promise<Uint8Array> {
  const { location, remove } = await subject.createPlace()
  await (await subject.open(location)).close()
  const file = readFileSync(location)
  await remove()
  return file
}
