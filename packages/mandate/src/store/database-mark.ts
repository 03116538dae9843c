import type { ReadStore } from './read-only.ts'

/**
 * What tells one database from another: an id of each kind that others have not. The ids are random,
 * so only who reads the database knows them. Empty databases are all alike.
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
