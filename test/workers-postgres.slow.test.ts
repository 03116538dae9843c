/** `mandate serve --workers` on PostgreSQL. */

import { join } from 'node:path'
import { after } from 'node:test'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { temporaryDirectory } from '../packages/mandate/test/command-line/mandate-process.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'
import { proveWorkers } from './workers/proofs.ts'

const { location, remove } = await createTestPlace()
const data = join(temporaryDirectory(), 'data')
await proveWorkers('PostgreSQL', {
  database: location,
  data,
  openStore: () => openPostgresStore({ url: location }),
})
after(async () => {
  await remove()
  await endTestServer()
})
