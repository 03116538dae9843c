/**
 * `mandate user export`: writes every user, page by page, in the format that `mandate user import`
 * reads. Users created or deleted during the export may or may not be included.
 */

import { createWriteStream, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fillPrivateFile } from '../../new-file.ts'
import { type UserField, userFields } from '../../people/user-records/fields.ts'
import { type WrittenRecord, writeUserRecords } from '../../people/user-records/write.ts'
import type { ReadStore } from '../../store/read-only.ts'
import { answer, type CommandContext, CommandRefused, UsageRefused } from '../command.ts'
import { confirm, type YesOptions } from '../confirmation.ts'
import { withData } from '../data-directory.ts'
import { fields } from '../terminal.ts'
import { csvLine } from './csv.ts'
import { type FileFormat, formatOf } from './format.ts'
import { grouped } from './progress.ts'

export interface ExportOptions extends YesOptions {
  readonly format?: string
  readonly withPasswordHashes?: true
}

const PAGE = 1_000

/** Writes to standard output without a file. Rejects with `CommandRefused` or `UsageRefused`. */
export function exportUsers(
  context: CommandContext,
  options: ExportOptions,
  file: string | undefined,
): Promise<void> {
  return file === undefined
    ? exportToOutput(context, options)
    : exportToFile(context, options, resolve(context.workingDirectory, file))
}

async function exportToOutput(context: CommandContext, options: ExportOptions): Promise<void> {
  const { terminal } = context
  if (options.json) {
    throw new UsageRefused(
      'With --json, give a FILE, because standard output is used for the result',
    )
  }
  const format = formatOf('', options.format ?? 'csv')
  return withData(context, options, async ({ store }) => {
    if (options.withPasswordHashes && terminal.showsOutput) {
      await confirm(context, options, async () => ({
        question: 'Show the password hashes of all users here?',
        consequences: [
          'the terminal may store them',
          'anyone who has them can try to guess the passwords',
        ],
        canBeUndone: false,
      }))
    }
    await terminal.stream(textOf(store, { ...options, format }).text)
  })
}

async function exportToFile(
  context: CommandContext,
  options: ExportOptions,
  file: string,
): Promise<void> {
  const format = formatOf(file, options.format)
  const taken = () =>
    new CommandRefused(`The file ${file} already exists; give the name of a new file.`)
  if (existsSync(file)) throw taken()
  return withData(context, options, async ({ store }) => {
    const { text, counted } = textOf(store, { ...options, format })
    await placed(file, () =>
      fillPrivateFile(file, context.random, {
        fill: (draft) => pipeline(text, createWriteStream(draft)),
        taken,
      }),
    )
    answer(context, options, {
      json: { file, users: counted.users, password_hashes: options.withPasswordHashes ?? false },
      text: `All users were exported.\n\n${fields([
        ['file', `${file}, readable by you only`],
        ['users', grouped(counted.users)],
        ['password hashes', options.withPasswordHashes ? 'included' : 'left out'],
      ])}`,
    })
  })
}

function textOf(
  store: ReadStore,
  { format, withPasswordHashes = false }: { format: FileFormat; withPasswordHashes?: boolean },
): { readonly text: AsyncIterable<string>; readonly counted: { readonly users: number } } {
  const counted = { users: 0 }
  const columns = userFields.filter(
    (field) => field !== 'password_format' && (withPasswordHashes || field !== 'password_hash'),
  )
  const line = format === 'csv' ? csvLineOf(columns) : jsonLine
  async function* pages() {
    if (format === 'csv') yield csvLine(columns)
    let after: string | undefined
    do {
      const page = await store.accounts.list({ after, limit: PAGE })
      const identities = await Promise.all(
        page.rows.map(({ id }) => store.accounts.listIdentities(id)),
      )
      yield page.rows
        .flatMap((account, index) =>
          writeUserRecords(account, identities[index] ?? [], {
            withPasswordHash: withPasswordHashes,
          }).map(line),
        )
        .join('')
      counted.users += page.rows.length
      after = page.next ?? undefined
    } while (after !== undefined)
  }
  return { text: pages(), counted }
}

function csvLineOf(columns: readonly UserField[]) {
  return (record: WrittenRecord) =>
    csvLine(
      columns.map((field) => {
        const value = record[field]
        return typeof value === 'object' ? JSON.stringify(value) : value
      }),
    )
}

function jsonLine(record: WrittenRecord): string {
  return `${JSON.stringify(record)}\n`
}

async function placed(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    throw new CommandRefused(
      `The file ${file} cannot be written (${code}); give a place with free space that this user can write to.`,
    )
  }
}
