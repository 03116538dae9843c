/**
 * `mandate backup`: a consistent copy of the database in one file, or the key file. Never both in
 * one place, because whoever has both can forge every token (`../keys.ts`).
 */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { KeyRing } from '../grants/derivation.ts'
import { missingKeyFile, readKeyFile } from '../keys/key-file.ts'
import { keyPlaceOf } from '../keys/place.ts'
import { createPrivateFile, fillPrivateFile } from '../new-file.ts'
import { writeBackupFile } from '../runtime/backup-file.ts'
import { type Database, databaseNamed } from '../runtime/database.ts'
import { noDatabase } from '../runtime/open-data.ts'
import type { Settings } from '../settings.ts'
import type { Content } from '../store/backup/content.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  quoted,
  settingsFor,
  UsageRefused,
} from './command.ts'
import { fields, moment } from './terminal.ts'

interface BackupOptions extends CommandOptions {
  readonly keys?: string
}

export function addBackupCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'backup [file]',
    'Copy the database into one new file while servers run; without the keys',
  )
    .option('--keys <file>', 'Copy the key file instead; keep it apart from the database')
    .action((file: string | undefined, options: BackupOptions) => {
      const { keys } = options
      if ((file === undefined) === (keys === undefined)) {
        throw new UsageRefused(
          'Give either a new FILE for the database, or --keys FILE for the key file; keep the two in different places',
        )
      }
      if (keys !== undefined) return backUpKeys(context, options, placeOf(context, keys))
      return backUpDatabase(context, options, placeOf(context, file ?? ''))
    })
}

async function backUpDatabase(
  context: CommandContext,
  options: CommandOptions,
  file: string,
): Promise<void> {
  const { clock, random } = context
  const settings = settingsFor(context, options)
  const database = databaseNamed(settings.database)
  refuseTaken(file)
  if (!(await database.isThere())) {
    throw noDatabase(database, '--config the settings file.')
  }
  const takenAt = clock.now()
  const backup = await placed(file, () =>
    fillPrivateFile(file, random, {
      fill: (draft) =>
        writeBackupFile(
          { path: draft, name: file },
          { database, takenAt, keys: () => keysToSealWith(settings) },
        ),
      taken: () => alreadyThere(file),
    }),
  )
  const rows = rowsByTable(backup.contents)
  const { size } = statSync(file)
  answer(context, options, {
    json: {
      ...{ file, bytes: size, taken_at: takenAt, schema_version: backup.version },
      ...{ verified: true, holds_keys: false, rows },
    },
    text: `The backup is complete: it was read back after writing.

${fields([
  ['file', `${file} (${sizeText(size)})`],
  ['taken', `${moment(takenAt)} UTC, schema version ${backup.version}`],
  ['holds', holdsText(rows)],
])}

It does not contain the server keys, without which a restored database honours no token.
If you have no copy of them yet, make one and keep it elsewhere:

  ${nextCommand(options, 'backup --keys FILE')}`,
  })
}

function keysToSealWith(settings: Settings): KeyRing {
  const place = keyPlaceOf(settings)
  const keyFile = readKeyFile(place)
  if (keyFile === undefined) {
    throw missingKeyFile(place.path, databaseNamed(settings.database).title)
  }
  return keyFile.keys
}

function backUpKeys(context: CommandContext, options: CommandOptions, file: string): void {
  const settings = settingsFor(context, options)
  const { database } = settings
  const place = keyPlaceOf(settings)
  const { path } = place
  if (settings.keyCommand !== null) {
    throw new CommandRefused(
      'The keys come from the command in the setting key_command: back them up where it gets them.',
    )
  }
  refuseTaken(file)
  const there = readKeyFile(place)
  if (there === undefined) throw noKeys(path, databaseNamed(database))
  const keyIds = [...there.keys.secrets.keys()]
  refuseMissingDirectory(file)
  try {
    if (!createPrivateFile(file, readFileSync(path, 'utf8'), context.random)) {
      throw alreadyThere(file)
    }
  } catch (error) {
    throw whyNotPlaced(file, error)
  }
  answer(context, options, {
    json: { file, key_ids: keyIds, current: there.keys.current },
    text: `The server keys are in ${file}, readable by you only.

Keep it apart from the database backups: anyone who has both can forge any token.
Copy it again after the keys change.`,
  })
}

/** If there is no database either, the key file is not lost but sought in the wrong place. */
function noKeys(path: string, { title, file }: Database): Error {
  return file === undefined || existsSync(file)
    ? missingKeyFile(path, title)
    : new CommandRefused(
        `There is no key file ${path}, and no database: give --data the directory you meant, or --config the settings file.`,
      )
}

/** The row counts that a backup or a restore reports, by table. */
export function rowsByTable(contents: readonly Content[]): Readonly<Record<string, number>> {
  return Object.fromEntries(contents.map(({ table, rows }) => [table, rows]))
}

/** `12 grants, 3 clients, 2 users, 1 API` */
export function holdsText(rows: Readonly<Record<string, number>>): string {
  const counted = (table: string, one: string, many: string) => {
    const count = rows[table] ?? 0
    return `${count} ${count === 1 ? one : many}`
  }
  return [
    counted('grants', 'grant', 'grants'),
    counted('clients', 'client', 'clients'),
    counted('accounts', 'user', 'users'),
    counted('resources', 'API', 'APIs'),
  ].join(', ')
}

function placeOf({ workingDirectory }: CommandContext, file: string): string {
  return resolve(workingDirectory, file)
}

function refuseTaken(file: string): void {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) throw alreadyThere(file)
}

function alreadyThere(file: string): CommandRefused {
  return new CommandRefused(
    `There is a file ${file} already: name a new one; a backup never overwrites a file.`,
  )
}

function refuseMissingDirectory(file: string): void {
  if (statSync(dirname(file), { throwIfNoEntry: false }) === undefined) {
    throw whyNotPlaced(file, Object.assign(new Error('no directory'), { code: 'ENOENT' }))
  }
}

async function placed<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw whyNotPlaced(file, error)
  }
}

/** The file system's refusals as a sentence; other errors are returned unchanged. */
function whyNotPlaced(file: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CommandRefused(`There is no directory ${dirname(file)}: create it, or name another.`)
  }
  if (syscall === undefined) return error
  return new CommandRefused(
    `The file ${file} cannot be written (${code}): name a place that this user can write to and that has space, such as ${quoted('backups/monday.db')}.`,
  )
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
