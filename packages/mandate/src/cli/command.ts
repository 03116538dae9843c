/**
 * The command line: thin commands over the functions of other folders. Each file here is one noun
 * (`user`, `client`, `grant` …) or one verb (`serve`, `demo`, `doctor`); `program.ts` joins them.
 *
 * A command prints either for people or, with `--json`, exactly one JSON document on standard
 * output. It ends with 0, with 1 where it was refused, with 2 where it was called wrongly; then
 * standard error has one sentence that says what to do next.
 *
 * This file is what every command shares: the options they all have, and what they are handed.
 */

import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { Actor } from '../facts/actor.ts'
import { readSettingsInForce, type SettingsInForce } from '../settings/read.ts'
import type { Settings } from '../settings.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { Terminal } from './terminal.ts'

/** What a command needs from outside; `main.ts` hands it in. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly input: Readable
  readonly clock: Clock
  readonly random: Random
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  /** Listens for the signal that ends a server, from now on; resolves when it comes. */
  readonly stopSignal: () => Promise<unknown>
}

/** Whoever can run commands on the server's machine is its operator. */
export const OPERATOR = { kind: 'operator' } as const satisfies Actor

/** The options that every command has. */
export interface CommandOptions {
  readonly data?: string
  readonly config?: string
  readonly json?: true
}

/** The command was understood and refused: exit 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}

/** The command was called wrongly: exit 2. */
export class UsageRefused extends Error {
  override readonly name = 'UsageRefused'
}

/** Adds a noun, whose verbs are its own commands. */
export function addGroup(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).helpCommand(false)
}

/** Adds a command. What all have is added in the end (`help.ts`), and comes last in its help. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description)
}

/** The settings in force for a command. Throws `SettingsRefused`. */
export function settingsFor(context: CommandContext, options: CommandOptions): Settings {
  return settingsInForceFor(context, options).settings
}

/** The same, with where each comes from. Throws `SettingsRefused`. */
export function settingsInForceFor(
  context: CommandContext,
  options: CommandOptions,
): SettingsInForce {
  const { environment, workingDirectory } = context
  const { data, config } = options
  const flags = {
    ...(data !== undefined && { data }),
    ...(config !== undefined && { config }),
  }
  return readSettingsInForce({ flags, environment, workingDirectory })
}

/** Answers in the form that was asked for. */
export function answer(
  { terminal }: CommandContext,
  { json }: CommandOptions,
  answered: { readonly json: unknown; readonly text: string },
): void {
  terminal.print(json ? JSON.stringify(answered.json, null, 2) : answered.text)
}

/** The same command line for another command, ready to copy: with the same data directory. */
export function nextCommand({ data, config }: CommandOptions, command: string): string {
  const same = [
    ...(data === undefined ? [] : ['--data', quoted(data)]),
    ...(config === undefined ? [] : ['--config', quoted(config)]),
  ]
  return ['mandate', command, ...same].join(' ')
}

/** A text as a shell takes it for one word. */
export function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A whole number from an option's text. Throws `UsageRefused`. */
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
