import type { ContractSubject } from '../contract/subject.ts'
import { openPostgresEngine } from './open.ts'
import { createTestPlace } from './test-places.ts'

/** PostgreSQL as the contract suite sees it: one schema in a database of its own. */
export const subject: ContractSubject = {
  module: import.meta.url,
  createPlace: createTestPlace,
  open: (url, known) => openPostgresEngine({ url }, known),
}
