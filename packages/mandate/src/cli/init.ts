/**
 * `mandate init`: from an empty machine to a server that can be started: settings, data directory,
 * keys, database, first operator, and the unit for systemd. It replaces no file, and after a failure
 * it can be run again.
 *
 *     questions or flags ──▶ settings, checked ──▶ data and keys ──▶ first operator ──▶ files
 */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { keyPlaceOf } from '../keys/place.ts'
import { createPrivateFile } from '../new-file.ts'
import { openData } from '../runtime/open-data.ts'
import { readSettings } from '../settings/in-force.ts'
import { withoutPassword } from '../settings/text.ts'
import type { Settings } from '../settings.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  quoted,
  UsageRefused,
} from './command.ts'
import { type FirstOperator, makeFirstOperator } from './init/first-operator.ts'
import { giveTo, missingFolders, type Owner, ownerNamed } from './init/owner.ts'
import { openQuestions } from './init/questions.ts'
import { settingsText } from './init/settings-text.ts'
import { unitText } from './init/unit.ts'
import { fields, moment, printable } from './terminal.ts'

interface InitOptions extends CommandOptions {
  readonly issuer?: string
  readonly host?: string
  readonly port?: string
  readonly database?: string
  readonly operator?: string
  readonly unit?: string
  readonly runAs?: string
}

const CONFIG = 'mandate.yaml'
const DATA = 'mandate-data'
const USER = 'mandate'

export function addInitCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'init', 'Set up a server: settings, keys, database and first operator')
    .option('--issuer <url>', 'the address at which people and programs reach the server')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <number>', 'the TCP port to listen on', '9400')
    .option('--database <url>', 'a PostgreSQL server; without it, SQLite in the data directory')
    .option('--operator <email>', 'the first operator, who may do everything; gets a one-time link')
    .option('--unit <file>', 'write a unit for systemd into this file')
    .option('--run-as <user>', 'the user of this machine that runs the server; only for root')
    .action((options: InitOptions) => init(context, options))
}

/** What is to be made, with absolute paths. */
interface Wanted {
  readonly config: string
  readonly settings: Settings
  /** An address. */
  readonly operator: string | null
  readonly unit: string | null
  readonly owner: Owner | null
  readonly files: readonly WrittenFile[]
}

interface WrittenFile {
  readonly path: string
  readonly text: string
}

async function init(context: CommandContext, options: InitOptions): Promise<void> {
  const wanted = await whatIsWanted(context, options)
  const { settings, config, owner, files } = wanted
  for (const file of files) refuseOther(file)
  const made = [config, settings.data].flatMap(missingFolders)
  const data = await openData(context, settings, { create: true })
  let operator: FirstOperator | null = null
  try {
    if (wanted.operator !== null) {
      operator = await makeFirstOperator(context, data, wanted.operator)
    }
  } finally {
    await data.store.close()
  }
  for (const { path, text } of files) place(context, path, text)
  if (owner !== null) giveTo(owner, { data: settings.data, config, made })
  tell(context, options, { wanted, operator })
}

async function whatIsWanted(context: CommandContext, options: InitOptions): Promise<Wanted> {
  const path = (given: string) => resolve(context.workingDirectory, given)
  const config = path(options.config ?? CONFIG)
  const answers = await answersTo(context, options)
  const { host = '', port = '' } = options
  const data = path(options.data ?? join(dirname(config), DATA))
  const { issuer, database } = answers
  // With the words of the settings themselves if one of them is wrong.
  const settings = readSettings({
    flags: { issuer, host, port, data, ...(database !== null && { database }) },
    environment: {},
    workingDirectory: dirname(config),
  })
  const owner = options.runAs === undefined ? null : ownerNamed(options.runAs)
  const unit = options.unit === undefined ? null : path(options.unit)
  const program = [process.execPath, ...process.execArgv, process.argv[1] ?? '']
  const user = owner?.user ?? USER
  const first = { issuer, host, port: Number(port), data, database }
  return {
    ...{ config, settings, unit, owner, operator: answers.operator },
    files: [
      ...(unit === null ? [] : [{ path: unit, text: unitText({ user, program, config, data }) }]),
      // Last, because whoever finds it takes the server for set up.
      { path: config, text: settingsText(first) },
    ],
  }
}

/** From the flags; a person at a terminal is asked for the rest. */
async function answersTo(
  context: CommandContext,
  { issuer, operator, database, host, port }: InitOptions,
): Promise<{
  readonly issuer: string
  readonly operator: string | null
  readonly database: string | null
}> {
  const isThere = context.terminal.isInteractive && 'isTTY' in context.input && context.input.isTTY
  if (!isThere) {
    if (issuer !== undefined) {
      return { issuer, operator: operator ?? null, database: database ?? null }
    }
    throw new UsageRefused(
      'There is nobody to ask: give --issuer, and --operator for a first operator',
    )
  }
  const questions = openQuestions(context)
  const ask = (question: string, otherwise: string) => questions.ask(question, otherwise)
  try {
    const nearby = `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`
    return {
      issuer:
        issuer ??
        (await ask('At which address will people and programs reach this server?', nearby)),
      operator:
        operator ??
        ((await ask('Your e-mail address, as the first operator? (nothing for none)', '')) || null),
      database:
        database ??
        ((await ask('The address of a PostgreSQL server? (nothing for SQLite, a file)', '')) ||
          null),
    }
  } finally {
    questions.close()
  }
}

/** A file that an earlier, failed run made is as it should be. Throws `CommandRefused`. */
function refuseOther({ path, text }: WrittenFile): void {
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) {
    throw new CommandRefused(
      `The file ${path} is there already, and nothing was changed; edit it, or give the name of a new file.`,
    )
  }
}

function place(context: CommandContext, path: string, text: string): void {
  try {
    if (!createPrivateFile(path, text, context.random)) refuseOther({ path, text })
  } catch (error) {
    if (error instanceof CommandRefused) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new CommandRefused(
      `The file ${path} cannot be written (${code}); give the name of one that this user can write.`,
    )
  }
}

function tell(
  context: CommandContext,
  options: InitOptions,
  { wanted, operator }: { readonly wanted: Wanted; readonly operator: FirstOperator | null },
): void {
  const { config, settings, unit } = wanted
  const { path: keys } = keyPlaceOf(settings)
  const database = withoutPassword(settings.database)
  const start = unit === null ? `mandate serve --config ${quoted(config)}` : startUnit(unit)
  const link =
    operator === null
      ? 'The server prints a link with which you set it up in a browser.'
      : `Then open this link, good once until ${moment(operator.expiresAt)} (UTC), and choose your password:\n\n  ${operator.address}`
  answer(context, options, {
    json: {
      ...{ config, data: settings.data, keys, database, issuer: settings.issuer, unit },
      operator: operator && {
        ...{ email: operator.email, role: operator.role },
        ...{ link: operator.address, expires_at: operator.expiresAt },
      },
    },
    text: [
      `Mandate is set up for ${settings.issuer}.`,
      fields([
        ['settings', config],
        ['data', settings.data],
        ['keys', `${keys}; keep a copy elsewhere, without it no token is valid any more`],
        ['database', database],
        ...(operator === null ? [] : [['operator', printable(operator.email)] as const]),
        ...(unit === null ? [] : [['unit', unit] as const]),
      ]),
      `Start it:\n\n  ${start}`,
      link,
    ].join('\n\n'),
  })
}

function startUnit(unit: string): string {
  const name =
    unit
      .split('/')
      .at(-1)
      ?.replace(/\.service$/, '') ?? ''
  return `systemctl daemon-reload\n  systemctl enable --now ${quoted(name)}`
}
