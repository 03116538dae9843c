import { databaseNamed } from '../runtime/database.ts'
import { everyRow } from '../store/every-row.ts'
import type { PlatformKey } from '../store/records.ts'

/**
 * The platform keys of a database that may not be there yet, for commands that change nothing.
 * Undefined if it cannot be read; `mandate doctor` has a check that says why.
 */
export async function platformKeysThere(
  setting: string,
): Promise<readonly PlatformKey[] | undefined> {
  const database = databaseNamed(setting)
  try {
    if (!(await database.isThere())) return []
    const store = await database.open({ readOnly: true })
    return await everyRow((page) => store.platformKeys.list(page)).finally(() => store.close())
  } catch {
    return undefined
  }
}
