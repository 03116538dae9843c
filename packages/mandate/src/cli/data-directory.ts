/** Opens the data directory for one command (`runtime/open-data.ts`), and closes it afterwards. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseNamed } from '../runtime/database.ts'
import { type OpenData, openData } from '../runtime/open-data.ts'
import type { GivenSettings } from '../settings/given.ts'
import { toOpenWith } from '../settings/in-force.ts'
import { type ReadStore, readOnly } from '../store/read-only.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { type CommandContext, type CommandOptions, givenFor, nextCommand } from './command.ts'
import { settledHere } from './settings-in-force.ts'

/** What a command works with, including all that operations require. */
export interface CommandData extends Omit<OpenData, 'store'> {
  readonly store: ReadStore
  readonly given: GivenSettings
  readonly clock: Clock
  readonly random: Random
}

/** The option of commands that may create the database. */
export const INIT_FLAG = [
  '--init',
  'create the data directory, its keys and its database if they do not exist',
] as const

export interface InitOptions extends CommandOptions {
  readonly init?: true
}

/** Opens the data for one command, and always closes it afterwards. */
export async function withData(
  context: CommandContext,
  options: InitOptions & {
    readonly mayInit?: boolean
    /** For a command that mends the settings in the database: without these. */
    readonly evenIfRefused?: boolean
    /** What `--init` would make is made in a directory of its own, which is removed afterwards. */
    readonly isTrial?: boolean
  },
  act: (data: CommandData) => Promise<void>,
): Promise<void> {
  const serve = nextCommand(options, 'serve')
  const given = givenFor(context, options)
  const wanted = toOpenWith(given)
  const isNew = options.init === true && !(await databaseNamed(wanted.database).isThere())
  const trial = options.isTrial && isNew ? mkdtempSync(join(tmpdir(), 'mandate-')) : undefined
  const tried = trial === undefined ? {} : { data: trial, database: join(trial, 'mandate.db') }
  const data = await openData(
    context,
    { ...wanted, ...tried },
    {
      create: options.init ?? false,
      orElse: options.mayInit
        ? `add --init to create one there, or start with: ${serve}`
        : `begin with: ${serve}`,
    },
  )
  try {
    const { settings: declared = {} } = (await data.store.declaredSettings.current()) ?? {}
    await act({
      ...data,
      ...(options.evenIfRefused ? {} : settledHere(given, declared)),
      given,
      store: readOnly(data.store),
      clock: context.clock,
      random: context.random,
    })
  } finally {
    await data.store.close()
    if (trial !== undefined) rmSync(trial, { recursive: true })
  }
}
