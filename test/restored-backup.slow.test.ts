/** Restoring a backup on the embedded database. */

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { restoredBackupScenario } from './restored-backup/scenario.ts'

restoredBackupScenario('SQLite', async (data) => join(data, `${randomUUID()}.db`))
