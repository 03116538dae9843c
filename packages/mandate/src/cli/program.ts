/**
 * The whole command line, and its error handling: one sentence on standard error, exit code 1 if
 * the command was refused, 2 for a usage error, never a stack trace.
 */

import { type Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { BrandRefused } from '../brand/refused.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import { KeyFileRefused } from '../keys/key-file.ts'
import { errorLine } from '../log/log.ts'
import { RuntimeRefused } from '../runtime/refused.ts'
import { SettingsRefused } from '../settings/refused.ts'
import { DatabaseRefused } from '../store/engine.ts'
import { StorageUnavailable } from '../store/port.ts'
import { type CommandContext, CommandRefused, EndsWith, UsageRefused } from './command.ts'
import { filesFor } from './commands.ts'
import { completeHelp } from './help.ts'
import { RoutedCommand } from './remote/routed-command.ts'

/** Runs a command line (without the program's name) and returns the exit code. */
export async function run(
  argv: readonly string[],
  context: CommandContext,
): Promise<0 | 1 | 2 | 3> {
  try {
    await parse(argv, context)
    return 0
  } catch (error) {
    if (error instanceof EndsWith) return error.code
    // Commander has already printed its message or the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    for (const sentence of sentencesFor(error)) complain(context, sentence)
    return isUsage(error) ? 2 : 1
  }
}

/** Where standard error is read together with the log, as a line of the log. */
function complain({ terminal, logsErrors }: CommandContext, sentence: string): void {
  terminal.warn(logsErrors ? errorLine(sentence) : `mandate: ${sentence}`)
}

async function parse(argv: readonly string[], context: CommandContext): Promise<unknown> {
  const program = await createProgram(context, argv)
  return program.parseAsync(argv, { from: 'user' })
}

/** The program with the commands that a command line needs; without one, with all of them. */
export async function createProgram(
  context: CommandContext,
  argv: readonly string[] = [],
): Promise<Command> {
  const program = new RoutedCommand(context, 'mandate')
    .description('An OAuth 2.0 authorization server for API platforms.')
    .version(manifest.version, '--version', 'Print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.print(text.replace(/\n$/, '')),
      writeErr: (text) => context.terminal.warn(text.replace(/\n$/, '')),
      outputError: (text) =>
        // Commander prints its guess ("Did you mean …?") on a second line.
        complain(
          context,
          `${text
            .replace(/^error: /, '')
            .trim()
            .replace('\n', ' ')}; see --help`,
        ),
    })
  const added = await Promise.all(filesFor(argv).map((file) => file.load()))
  for (const add of added) add(program, context, parse)
  completeHelp(program)
  return program
}

function sentencesFor(error: unknown): readonly string[] {
  if (error instanceof SettingsRefused || error instanceof BrandRefused) return error.problems
  if (error instanceof DatabaseRefused) return [oneSentence(error.message, error.remedy)]
  if (error instanceof StorageUnavailable) {
    return [`${error.message}; nothing is half done, so run the command again.`]
  }
  if (
    error instanceof CommandRefused ||
    error instanceof UsageRefused ||
    error instanceof RuntimeRefused ||
    error instanceof KeyFileRefused ||
    error instanceof RegistrationRefused
  ) {
    return [error.message]
  }
  const known = error instanceof Error ? error.message : String(error)
  return [`${known} (unexpected; \`mandate doctor\` looks for the cause)`]
}

function oneSentence(problem: string, remedy: string): string {
  return `${problem.replace(/\.$/, '')}: ${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}`
}

function isUsage(error: unknown): boolean {
  if (error instanceof SettingsRefused) {
    return error.problems.every((problem) => problem.startsWith('--'))
  }
  return error instanceof UsageRefused
}
