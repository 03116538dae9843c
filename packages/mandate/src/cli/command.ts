/**
 * The command line: thin commands over other folders' functions. Each file is a noun (`user`,
 * `client`, `grant` …) or a verb (`serve`, `demo`, `doctor`); `program.ts` joins them.
 *
 * A command prints text or, with `--json`, exactly one JSON document on standard output. It exits
 * with 0; with 1 if it was refused; or with 2 for a usage error. On 1 and 2, standard error has one
 * sentence that says what to do next.
 *
 * This file has what all commands share: their common options and their context.
 */

import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { Operator } from '../facts/actor.ts'
import { type GivenSettings, readGiven } from '../settings/given.ts'
import { toOpenWith } from '../settings/in-force.ts'
import type { Settings } from '../settings.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { Terminal } from './terminal.ts'

/** What a command needs from outside; provided by `main.ts`. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly input: Readable
  readonly clock: Clock
  readonly random: Random
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  /** Starts listening for the stop signal; resolves when it arrives. */
  readonly stopSignal: () => Promise<unknown>
  /** Whether errors are lines of the log, because a program reads both. */
  readonly logsErrors?: boolean
}

/** Runs a command line; rejects if it is refused. */
export type RunCommand = (argv: readonly string[], context: CommandContext) => Promise<unknown>

/** Anyone who can run commands on the server's machine is its operator. */
export const OPERATOR = { kind: 'operator', via: 'shell' } as const satisfies Operator

/** The options common to all commands. */
export interface CommandOptions {
  readonly data?: string
  readonly config?: string
  /** The address of a server elsewhere (`remote/`). */
  readonly server?: string
  readonly json?: true
}

/** The command was refused: exit 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}

/** The command has done what it should, and says with its exit code what it found. */
export class EndsWith extends Error {
  override readonly name = 'EndsWith'
  readonly code: 3

  constructor(code: 3) {
    super(`exit ${code}`)
    this.code = code
  }
}

/** Usage error: exit 2. */
export class UsageRefused extends Error {
  override readonly name = 'UsageRefused'
}

/** Adds a noun with verbs as subcommands. */
export function addGroup(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).helpCommand(false)
}

/** Adds a command. The common options are added later (`help.ts`) and come last in its help. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description)
}

/**
 * Where a command finds its data. What the database says is not among these settings; for that there
 * is `settings-in-force.ts`. Throws `SettingsRefused`.
 */
export function settingsFor(context: CommandContext, options: CommandOptions): Settings {
  return toOpenWith(givenFor(context, options))
}

/** What is given outside the database. Throws `SettingsRefused`. */
export function givenFor(context: CommandContext, options: CommandOptions): GivenSettings {
  const { environment, workingDirectory } = context
  const { data, config } = options
  const flags = {
    ...(data !== undefined && { data }),
    ...(config !== undefined && { config }),
  }
  return readGiven({ flags, environment, workingDirectory })
}

/** Prints the answer in the requested form. */
export function answer(
  { terminal }: CommandContext,
  { json }: CommandOptions,
  answered: { readonly json: unknown; readonly text: string },
): void {
  terminal.print(json ? JSON.stringify(answered.json, null, 2) : answered.text)
}

/** Another command to run next, ready to copy, with the same data directory or server. */
export function nextCommand({ data, config, server }: CommandOptions, command: string): string {
  const same = [
    ...(server === undefined ? [] : ['--server', quoted(server)]),
    ...(data === undefined ? [] : ['--data', quoted(data)]),
    ...(config === undefined ? [] : ['--config', quoted(config)]),
  ]
  return ['mandate', command, ...same].join(' ')
}

/** A text quoted as one word for a shell. */
export function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** Parses an option as a whole number. Throws `UsageRefused`. */
export function wholeNumber(
  flag: string,
  text: string,
  range: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.from && value <= range.to) return value
  throw new UsageRefused(
    `${flag} is "${text}"; give a whole number from ${range.from} to ${range.to}`,
  )
}
