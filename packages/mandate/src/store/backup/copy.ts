import { DatabaseRefused } from '../engine.ts'
import type { Recovery } from '../records.ts'
import { recoveries } from '../tables/recoveries.ts'
import { writerOf } from '../tables/table.ts'
import {
  type Content,
  createTally,
  type NewDatabase,
  type Readable,
  type Snapshot,
  type Table,
} from './content.ts'

/**
 * Copies the tables row by row; returns their counts and digests.
 *
 * @throws {DatabaseRefused} if an index of the source misses rows that exist.
 */
export async function copyTables(
  from: Snapshot,
  to: NewDatabase,
  tables: readonly Table[],
): Promise<readonly Content[]> {
  const contents: Content[] = []
  for (const table of tables) {
    const tally = createTally(table)
    for await (const rows of from.read(table)) {
      tally.add(rows)
      await to.insert(table, rows)
    }
    const content = tally.content()
    const there = await from.count(table)
    if (there !== content.rows) {
      throw new DatabaseRefused(
        `The table ${table.name} has ${there} rows, and its index leads to ${content.rows}: it is damaged.`,
        'Have the database rebuild it (REINDEX), then try again; nothing was written.',
      )
    }
    contents.push(content)
  }
  return contents
}

/**
 * Reads the copied tables back.
 *
 * @throws {DatabaseRefused} with `refusal` if they are not as `expected`.
 */
export async function verifyTables(
  where: Readable,
  tables: readonly Table[],
  { expected, refusal }: { expected: readonly Content[]; refusal: () => DatabaseRefused },
): Promise<void> {
  const promised = new Map(expected.map((content) => [content.table, content]))
  for (const table of tables) {
    const tally = createTally(table)
    for await (const rows of where.read(table)) tally.add(rows)
    const found = tally.content()
    const content = promised.get(table.name)
    if (content?.rows !== found.rows || content.digest !== found.digest) throw refusal()
  }
}

/** Records in a new database that it came from a backup. */
export async function noteRecovery(made: NewDatabase, recovery: Recovery): Promise<void> {
  const { name, columns } = recoveries
  await made.insert({ name, columns, key: ['id'] }, [Object.values(writerOf(recoveries)(recovery))])
}
