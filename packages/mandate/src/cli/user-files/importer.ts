/** Imports items, or checks what an import would do. */

import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ImportOutcome,
  importAccounts,
  previewImport,
} from '../../operations/import-accounts.ts'
import type { RecordedUser } from '../../people/user-records/read.ts'
import { databaseNamed } from '../../runtime/database.ts'
import { readOnly } from '../../store/read-only.ts'
import { OPERATOR } from '../command.ts'
import type { CommandData } from '../data-directory.ts'
import type { Item } from './records.ts'
import { refusalInFileWords, refusalWords } from './refusal-words.ts'
import type { Refused } from './report.ts'

export type ItemOutcome =
  | { readonly is: 'imported' | 'linked' | 'already_there' }
  | ({ readonly is: 'refused' } & Refused)

export interface Importer {
  /** Outcomes in the order of the items. Rejects only with `StorageUnavailable`. */
  take(items: readonly Item[]): Promise<readonly ItemOutcome[]>
  end(): Promise<void>
}

type Line = Extract<Item, { readonly user: RecordedUser }>

export function createImporter(data: CommandData): Importer {
  // After an interruption, a file begins with many users that already exist.
  let lookFirst = true
  return importerWith(async (lines) => {
    const outcomes = await importAccounts(data, OPERATOR, { users: usersOf(lines), lookFirst })
    lookFirst = outcomes.some(({ is }) => is === 'already_there')
    return outcomes.map(inWords(lines, refusalWords))
  })
}

/**
 * Compares with the database and with the earlier lines of the file. Those are imported into a
 * temporary database, so that memory does not grow.
 */
export async function createPreview(data: CommandData): Promise<Importer> {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-dry-run-'))
  const store = await databaseNamed(join(folder, 'users.db')).open()
  const apart = { ...data, store: readOnly(store) }
  return {
    ...importerWith(async (lines) => {
      const outcomes = (await previewImport(data, usersOf(lines))).map(inWords(lines, refusalWords))
      const left = lines.filter((_, index) => outcomes[index]?.is === 'imported')
      const among = await importAccounts(apart, OPERATOR, {
        users: usersOf(left).map(withoutHash),
        lookFirst: true,
      })
      const words = inWords(left, refusalInFileWords)
      const inFile = new Map(left.map((line, index) => [line, words(among[index], index)]))
      return lines.map((line, index) => inFile.get(line) ?? outcomes[index])
    }),
    async end() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function importerWith(
  act: (lines: readonly Line[]) => Promise<readonly (ItemOutcome | undefined)[]>,
): Importer {
  return {
    async take(items) {
      const lines = items.filter((item) => 'user' in item)
      const outcomes = await act(lines)
      const byLine = new Map(lines.map(({ line }, index) => [line, outcomes[index]]))
      return items.flatMap((item) =>
        'user' in item
          ? (byLine.get(item.line) ?? [])
          : { is: 'refused' as const, line: item.line, reason: item.reason },
      )
    },
    end: async () => {},
  }
}

/** Whether two lines have the same password hash can still be seen. */
function withoutHash(user: RecordedUser): RecordedUser {
  const { passwordHash } = user
  return { ...user, passwordHash: passwordHash && hash('sha256', passwordHash) }
}

function usersOf(lines: readonly Line[]): readonly RecordedUser[] {
  return lines.map(({ user }) => user)
}

function inWords(lines: readonly Line[], words: typeof refusalWords) {
  return (outcome: ImportOutcome | undefined, index: number): ItemOutcome | undefined =>
    outcome?.is === 'refused'
      ? { is: 'refused', line: lines[index]?.line ?? 0, reason: words(outcome.because) }
      : outcome
}
