/**
 * `mandate migrate`: brings the database up to date before the servers of this version start. Needs
 * no keys, because it derives no tokens.
 */

import type { Command } from 'commander'
import { databaseNamed } from '../runtime/database.ts'
import { noDatabase } from '../runtime/open-data.ts'
import { migrations } from '../store/migrations/all.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  nextCommand,
  settingsFor,
} from './command.ts'

export function addMigrateCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'migrate', 'Bring the database up to date, while servers use it').action(
    (options: CommandOptions) => migrate(context, options),
  )
}

async function migrate(context: CommandContext, options: CommandOptions): Promise<void> {
  const database = databaseNamed(settingsFor(context, options).database)
  if (!(await database.isThere())) {
    throw noDatabase(database, `start its first server: ${nextCommand(options, 'serve')}`)
  }
  await (await database.open()).close()
  answer(context, options, {
    json: { database: database.title, schema_version: migrations.length },
    text: `${database.title} is up to date.`,
  })
}
