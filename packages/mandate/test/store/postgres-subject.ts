import { migrations } from '../../src/store/migrations/all.ts'
import { fillPostgresDatabase } from '../../src/store/postgres/new-database.ts'
import { openPostgresEngine } from '../../src/store/postgres/open.ts'
import { withPostgresSnapshot } from '../../src/store/postgres/snapshot.ts'
import type { ContractSubject, Place } from './contract/subject.ts'
import { administer, createTestPlace } from './test-places.ts'

/** PostgreSQL for the contract suite: one schema in a private database. */
export const subject: ContractSubject = {
  module: import.meta.url,
  createPlace: createTestPlace,
  createTables,
  open: (url, known) => openPostgresEngine({ url }, known),
  read: (url, act) => withPostgresSnapshot({ url }, act),
  make: (url, beginning, act) => fillPostgresDatabase({ url }, beginning, act),
}

/** Locations with tables that no test uses at the moment. */
const unused: string[] = []

/** PostgreSQL takes a fifth of a second for the tables, and a few milliseconds to empty them. */
async function createTables(): Promise<Place> {
  const again = unused.pop()
  if (again !== undefined) return { location: again, remove: () => release(again) }
  const { location } = await createTestPlace()
  await (await openPostgresEngine({ url: location })).close()
  return { location, remove: () => release(location) }
}

/** Removes them. */
export async function removeTables(): Promise<void> {
  for (const location of unused.splice(0))
    await administer(`DROP SCHEMA ${schemaOf(location)} CASCADE`)
}

/** The schema of a location; undefined if it is a whole database. */
function schemaOf(location: string): string | undefined {
  return /search_path=(\w+)/.exec(new URL(location).searchParams.get('options') ?? '')?.[1]
}

/** Empties the tables for the next test, unless this one has changed them. */
async function release(location: string): Promise<void> {
  const schema = schemaOf(location)
  // A place that is a whole database goes with the server.
  if (schema === undefined) return
  const [applied] = await administer(`SELECT max(number) AS last FROM ${schema}.schema_migrations`)
  if (Number(applied?.['last']) !== migrations.length) return
  const tables = await administer(
    `SELECT tablename AS name FROM pg_tables
      WHERE schemaname = '${schema}' AND tablename <> 'schema_migrations'`,
  )
  await administer(tables.map(({ name }) => `DELETE FROM ${schema}.${name}`).join(';'))
  unused.push(location)
}
