import { fillPostgresDatabase } from '../../src/store/postgres/new-database.ts'
import { openPostgresEngine } from '../../src/store/postgres/open.ts'
import { withPostgresSnapshot } from '../../src/store/postgres/snapshot.ts'
import type { ContractSubject } from './contract/subject.ts'
import { createTestPlace } from './test-places.ts'

/** PostgreSQL for the contract suite: one schema in a private database. */
export const subject: ContractSubject = {
  module: import.meta.url,
  createPlace: createTestPlace,
  open: (url, known) => openPostgresEngine({ url }, known),
  read: (url, act) => withPostgresSnapshot({ url }, act),
  make: (url, beginning, act) => fillPostgresDatabase({ url }, beginning, act),
}
