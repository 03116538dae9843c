import { DatabaseSync } from 'node:sqlite'

/** Bytes of all pages of a database file, including those in its write-ahead log. */
export function sqliteSize(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
    return pages * Number(database.prepare('PRAGMA page_size').get()?.['page_size'])
  } finally {
    database.close()
  }
}
