/**
 * `mandate restore`: restores a backup into a new database, completely or not at all.
 *
 *     backup read and checked ──▶ keys there ──▶ filled, read again, migrated ──▶ in place
 *
 * Without a file it only records that the database was restored by other means, so that newer
 * tokens may be accepted (`--accept-newer-generations`).
 */

import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { KeyId } from '../grants/grant.ts'
import { keyPlaceOf } from '../keys/place.ts'
import { acceptNewerGenerations, newRecovery } from '../operations/recoveries.ts'
import { readBackupFile } from '../runtime/backup-file.ts'
import { type Database, databaseNamed, inUse } from '../runtime/database.ts'
import { makeDirectory } from '../runtime/open-data.ts'
import type { BackupFile } from '../store/backup/backup-file.ts'
import { copyTables, noteRecovery, verifyTables } from '../store/backup/copy.ts'
import { soundRowsOf } from '../store/backup/invariants.ts'
import { isSealGenuine } from '../store/backup/seal.ts'
import { DatabaseRefused } from '../store/engine.ts'
import type { Recovery } from '../store/records.ts'
import { holdsText, rowsByTable } from './backup.ts'
import { clockDoubted } from './clock.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  nextCommand,
  OPERATOR,
  settingsFor,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { duration } from './duration.ts'
import { type KeysToRestore, keysToRestore } from './restored-keys.ts'
import { fields, moment } from './terminal.ts'

const ACCEPT = '--accept-newer-generations'

interface RestoreOptions extends CommandOptions {
  readonly keys?: string
  readonly acceptNewerGenerations?: string
}

export function addRestoreCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'restore [file]',
    'Restore a backup into a new database, SQLite or PostgreSQL; replaces nothing',
  )
    .option('--keys <file>', 'Also restore this copy of the key file')
    .option(
      `${ACCEPT} <duration>`,
      'how long (24h, 7d) to accept tokens newer than the backup, so that clients keep working; without a file, newer than the current database',
    )
    .action((file: string | undefined, options: RestoreOptions) => {
      const accepted = options.acceptNewerGenerations
      const seconds = accepted === undefined ? 0 : duration(ACCEPT, accepted)
      if (file !== undefined) {
        const path = resolve(context.workingDirectory, file)
        return restore(context, options, { path, seconds })
      }
      if (seconds === 0 || options.keys !== undefined) {
        throw new UsageRefused(
          `Give the FILE of a backup; or ${ACCEPT} alone, for a database restored by other means`,
        )
      }
      return acceptNewer(context, options, seconds)
    })
}

async function restore(
  context: CommandContext,
  options: RestoreOptions,
  { path, seconds }: { readonly path: string; readonly seconds: number },
): Promise<void> {
  const settings = settingsFor(context, options)
  const database = databaseNamed(settings.database)
  if (await database.isThere()) throw inUse(database.title)
  const recovery = newRecovery(context, seconds)
  const backup = await readBackupFile({ path, name: path }, async (opened) => {
    const keys = keysToRestore(context, {
      place: keyPlaceOf(settings),
      from: options.keys && resolve(context.workingDirectory, options.keys),
      needed: [...new Set([...opened.keyIds, opened.seal.keyId])],
      again: nextCommand(options, 'restore FILE --keys KEYS'),
    })
    refuseChanged(opened, path, keys)
    if (database.file !== undefined) makeDirectory(dirname(database.file))
    await fill(context, { database, backup: opened, recovery, keys })
    return opened
  })
  const rows = rowsByTable(backup.contents)
  answer(context, options, {
    json: {
      ...{ database: database.title, taken_at: backup.takenAt },
      ...{ schema_version: backup.snapshot.version, rows },
      accept_newer_until: seconds === 0 ? null : recovery.acceptNewerUntil,
    },
    text: `The database is back, as it was at ${moment(backup.takenAt)} UTC.

${fields([
  ['database', database.title],
  ['holds', holdsText(rows)],
])}

${afterwards(options, { takenAt: backup.takenAt, recovery, seconds })}`,
  })
}

/** Checks that `mandate backup` wrote it with these keys. Throws `DatabaseRefused`. */
function refuseChanged(
  { seal, takenAt, tables, contents, snapshot }: BackupFile,
  path: string,
  keys: KeysToRestore,
): void {
  const secret = keys.keyFile.keys.secrets.get(seal.keyId as KeyId) ?? new Uint8Array()
  const { version } = snapshot
  if (isSealGenuine(seal, secret, { takenAt, version, tables, contents })) return
  throw new DatabaseRefused(
    `The backup ${path} was changed after it was made: its seal does not match its content.`,
    'Use another backup, and find out who could write to this one; nothing was changed.',
  )
}

/**
 * Everything is written to a database that becomes visible only when complete. The keys go first.
 */
async function fill(
  { clock, random }: CommandContext,
  restored: {
    readonly database: Database
    readonly backup: BackupFile
    readonly recovery: Recovery
    readonly keys: KeysToRestore
  },
): Promise<void> {
  const { database, backup, recovery, keys } = restored
  const { snapshot, tables, contents } = backup
  try {
    await database.make({ version: snapshot.version, now: clock.now(), random }, async (made) => {
      await copyTables(soundRowsOf(snapshot), made, tables)
      await verifyTables(made, tables, { expected: contents, refusal: () => notKept(database) })
      await made.migrate()
      await noteRecovery(made, recovery)
      keys.place()
    })
  } catch (error) {
    keys.takeAway()
    throw error
  }
}

/** Starts accepting newer tokens for a database restored by another tool. */
function acceptNewer(
  context: CommandContext,
  options: RestoreOptions,
  seconds: number,
): Promise<void> {
  return withData(context, options, async (data) => {
    const outcome = await acceptNewerGenerations(data, OPERATOR, { seconds })
    if (outcome.is === 'clock_in_doubt') throw clockDoubted(outcome.doubt)
    const { recovery } = outcome
    answer(context, options, {
      json: { accept_newer_until: recovery.acceptNewerUntil },
      text: windowText(recovery),
    })
  })
}

/** What a backup cannot contain, and what to do about it. */
function afterwards(
  options: RestoreOptions,
  {
    takenAt,
    recovery,
    seconds,
  }: { readonly takenAt: number; readonly recovery: Recovery; readonly seconds: number },
): string {
  const clients =
    seconds > 0
      ? windowText(recovery)
      : `Clients that have refreshed since then are refused, and their users must sign in again. To let
them continue, which is still possible now:

  ${nextCommand(options, `restore ${ACCEPT} 24h`)}`
  return `${clients}

What happened after ${moment(takenAt)} UTC is not in this database:

  - grants that have ended since then are live again, as are users, clients and sessions that
    were disabled. End them again: ${nextCommand(options, 'grant list')}
  - passwords, second factors and client secrets are the old ones, and recovery codes used since
    then work again; users and clients added since then are missing
  - refresh tokens used since then do not count as used

Next:

  ${nextCommand(options, 'doctor')}
  ${nextCommand(options, 'serve')}`
}

function windowText({ acceptNewerUntil }: Recovery): string {
  return `Until ${moment(acceptNewerUntil)} UTC, tokens newer than this database are accepted if their MAC is
genuine, so that clients that have refreshed since then keep working. A stolen token from that
time that its client has not used is accepted too, until either of the two is used again.`
}

function notKept({ title }: Database): DatabaseRefused {
  return new DatabaseRefused(
    `The database ${title} lost what was written to it.`,
    'Look at its disk; nothing was changed.',
  )
}
