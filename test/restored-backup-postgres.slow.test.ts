/** Restoring a backup on PostgreSQL. */

import { after } from 'node:test'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'
import { restoredBackupScenario } from './restored-backup/scenario.ts'

const places: Awaited<ReturnType<typeof createTestPlace>>[] = []
after(async () => {
  for (const place of places) await place.remove()
  await endTestServer()
})

restoredBackupScenario('PostgreSQL', async () => {
  const place = await createTestPlace()
  places.push(place)
  return place.location
})
