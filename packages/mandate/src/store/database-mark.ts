import type { ReadStore } from './read-only.ts'

/**
 * Identifies a database by one id of each kind, which no other database has. The ids are random, so
 * only a reader of the database knows them. All empty databases look alike.
 */
export async function databaseMark({ clients, accounts, resources }: ReadStore): Promise<string> {
  const first = { after: undefined, limit: 1 }
  const pages = await Promise.all([
    clients.list(first),
    accounts.list(first),
    resources.list(first),
  ])
  return pages.map(({ rows }) => rows[0]?.id ?? '').join(' ')
}
