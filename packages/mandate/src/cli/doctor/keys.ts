import type { KeyId } from '../../grants/grant.ts'
import {
  foreignKeys,
  KeyFileRefused,
  keyFilePath,
  missingKeyFile,
  readKeyFile,
} from '../../keys/key-file.ts'
import { heldKeys } from '../../keys/live-keys.ts'
import { databaseNamed } from '../../runtime/database.ts'
import type { Settings } from '../../settings.ts'
import { DatabaseRefused } from '../../store/engine.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { Examine } from './check.ts'

/** The keys exist if needed, are closed to others, and belong to the database. */
export const keys: Examine = async ({ settings }) => {
  const name = 'keys'
  const path = keyFilePath(settings.data)
  try {
    const file = readKeyFile(path)
    if (file === undefined) {
      if (await isInUse(settings))
        throw missingKeyFile(path, databaseNamed(settings.database).title)
      return { name, ok: true, message: 'none yet; the first start creates one' }
    }
    const held = new Set(heldKeys(file).map(({ id }) => id))
    const foreign = (await keysInUse(settings)).filter((id) => !held.has(id))
    if (foreign.length > 0) {
      throw foreignKeys(path, databaseNamed(settings.database).title, foreign)
    }
    const count = file.keys.secrets.size
    return { name, ok: true, message: `${count === 1 ? 'one key' : `${count} keys`} in ${path}` }
  } catch (error) {
    if (error instanceof KeyFileRefused) return { name, ok: false, message: error.message }
    throw error
  }
}

/** None if the database cannot be read; its own check reports that. */
async function keysInUse(settings: Settings): Promise<readonly KeyId[]> {
  if (!(await isInUse(settings))) return []
  try {
    const store = await databaseNamed(settings.database).open({ readOnly: true })
    const lives = await store.keys.list().finally(() => store.close())
    return lives
      .filter(({ activeAt, retiredAt }) => activeAt !== null && retiredAt === null)
      .map(({ id }) => id)
  } catch (error) {
    if (error instanceof DatabaseRefused || error instanceof StorageUnavailable) return []
    throw error
  }
}

/** The database's own check reports that it cannot be read. */
async function isInUse({ database }: Settings): Promise<boolean> {
  try {
    return await databaseNamed(database).isThere()
  } catch (error) {
    if (error instanceof DatabaseRefused) return false
    throw error
  }
}
