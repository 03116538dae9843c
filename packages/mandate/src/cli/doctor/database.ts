import { databaseNamed } from '../../runtime/database.ts'
import { DatabaseRefused } from '../../store/engine.ts'
import { openDatabase } from '../exposure.ts'
import type { Examine } from './check.ts'

/** The database opens, is intact and up to date, and is closed to others. */
export const database: Examine = async ({ settings }) => {
  const database = databaseNamed(settings.database)
  const name = 'database'
  try {
    if (!(await database.isThere())) {
      return { name, ok: true, message: 'none yet; the first start creates one' }
    }
    const store = await database.open({ readOnly: true })
    await store.ping().finally(() => store.close())
    const [damage] = await database.findDamage()
    if (damage !== undefined) {
      const message = `${database.title} is damaged: ${damage}`
      return { name, ok: false, message, remedy: 'stop the server and restore a backup' }
    }
    const exposure = database.file === undefined ? undefined : openDatabase(database.file)
    if (exposure !== undefined) return { name, ok: false, ...exposure }
    return { name, ok: true, message: `${database.title} is whole and of this version` }
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    return { name, ok: false, message: error.message, remedy: error.remedy }
  }
}
