import { mkdtemp, rm } from 'node:fs/promises'
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
  open: (path, known) => openSqliteEngine({ path }, known),
  read: withSqliteSnapshot,
  make: (path, beginning, act) => fillSqliteDatabase(path, { name: path, ...beginning }, act),
}
