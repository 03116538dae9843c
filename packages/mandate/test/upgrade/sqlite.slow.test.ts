import { join } from 'node:path'
import { after } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { temporaryDirectory } from '../command-line/mandate-process.ts'
import { proveUpgrade } from './prove-upgrade.ts'

proveUpgrade('SQLite', async () => {
  const database = join(temporaryDirectory(), 'mandate.db')
  const store = await openSqliteStore({ path: database })
  after(() => store.close())
  return { database, store }
})
