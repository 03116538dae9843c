/**
 * `mandate migrate`: brings the database up to date before the servers of this version start, or
 * says with `--plan` what that would do. Needs no keys: it reads and writes no grant.
 */

import type { Command } from 'commander'
import { databaseNamed } from '../runtime/database.ts'
import { noDatabase } from '../runtime/open-data.ts'
import type { PlannedLock, PlannedMigration } from '../store/migrations/plan.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  nextCommand,
  settingsFor,
} from './command.ts'
import type { Style } from './terminal.ts'

interface MigrateOptions extends CommandOptions {
  readonly plan?: true
}

const STATEMENT_WIDTH = 90

export function addMigrateCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'migrate', 'Bring the database up to date, while servers use it')
    .option('--plan', 'Only show what would be done, and which requests would wait')
    .action((options: MigrateOptions) => migrate(context, options))
}

async function migrate(context: CommandContext, options: MigrateOptions): Promise<void> {
  const database = databaseNamed(settingsFor(context, options).database)
  if (!(await database.isThere())) {
    throw noDatabase(database, `begin with its first server: ${nextCommand(options, 'serve')}`)
  }
  const pending = await database.plan()
  if (options.plan === undefined && pending.length > 0) await (await database.open()).close()
  answer(context, options, {
    json: {
      database: database.title,
      migrated: options.plan === undefined,
      migrations: pending.map(migrationDocument),
    },
    text: options.plan
      ? planText(context.terminal.style, pending, {
          title: database.title,
          next: nextCommand(options, 'migrate'),
        })
      : doneText(pending, database.title),
  })
}

function doneText(done: readonly PlannedMigration[], title: string): string {
  if (done.length === 0) return `${title} is up to date.`
  return `${title} is up to date now: ${done.map(nameOf).join(', ')}.`
}

function planText(
  style: Style,
  pending: readonly PlannedMigration[],
  { title, next }: { readonly title: string; readonly next: string },
): string {
  if (pending.length === 0) return `${title} is up to date; nothing would be done.`
  const parts = pending.map((migration) => {
    const statements = migration.statements.flatMap(({ text, locks }) => [
      `  ${text.length > STATEMENT_WIDTH ? `${text.slice(0, STATEMENT_WIDTH - 1)}…` : text}`,
      ...(locks.length === 0 ? ['    locks nothing that is in use'] : locks.map(lockText)),
    ])
    return [style.strong(nameOf(migration)), `  ${olderServers(migration)}`, '', ...statements]
  })
  const end = `Nothing was changed. Each migration is one transaction; to run them: ${next}`
  return [...parts.map((lines) => lines.join('\n')), end].join('\n\n')
}

function nameOf({ number, name }: PlannedMigration): string {
  return `${number} ${name}`
}

function olderServers({ number, needs }: PlannedMigration): string {
  return needs === null || needs < number
    ? 'Servers of the version before go on meanwhile, and may start again.'
    : `Stop the servers of older versions first: they cannot go on (needs ${needs}).`
}

function lockText({ on, mode, holdsUp, rows }: PlannedLock): string {
  const time = rows === 0 ? 'for a moment' : `while about ${rows} rows are gone through`
  const who = {
    nobody: 'nobody waits',
    'writers of the same rows': 'who writes the same rows waits',
    writers: 'who writes waits',
    everybody: 'everybody waits',
  }[holdsUp]
  return `    ${mode} on ${on}: ${who} ${time}`
}

function migrationDocument({ number, name, needs, statements }: PlannedMigration) {
  return {
    number,
    name,
    needs,
    statements: statements.map(({ text, locks }) => ({
      text,
      locks: locks.map(({ on, mode, holdsUp, rows }) => ({ on, mode, holds_up: holdsUp, rows })),
    })),
  }
}
