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
import { addActivityCommand } from './activity.ts'
import { addApplyCommands } from './apply.ts'
import { addAuditCommands } from './audit.ts'
import { addBackupCommand } from './backup.ts'
import { addClientCommands } from './client.ts'
import { addClientDomainCommands } from './client-domain.ts'
import { addClockCommands } from './clock.ts'
import { type CommandContext, CommandRefused, EndsWith, UsageRefused } from './command.ts'
import { addCompletionCommand } from './completion.ts'
import { addDemoCommand } from './demo.ts'
import { addDoctorCommand } from './doctor.ts'
import { addErrorCommands } from './error.ts'
import { addGrantCommands } from './grant.ts'
import { completeHelp } from './help.ts'
import { addInitCommand } from './init.ts'
import { addIssuerCommands } from './issuer.ts'
import { addKeyCommands } from './keys.ts'
import { addLoginCommands } from './login.ts'
import { addMailCommands } from './mail.ts'
import { addMigrateCommand } from './migrate.ts'
import { addOperatorCommands } from './operator.ts'
import { addPlatformKeyCommands } from './platform-key.ts'
import { addProviderCommands } from './provider.ts'
import { RoutedCommand } from './remote/routed-command.ts'
import { addResourceCommands } from './resource.ts'
import { addRestoreCommand } from './restore.ts'
import { addServeCommand } from './serve.ts'
import { addSessionCommands } from './session.ts'
import { addSettingCommands } from './setting.ts'
import { addSettingsCommand } from './settings-command.ts'
import { addSetupLinkCommand } from './setup-link.ts'
import { addStreamCommands } from './stream.ts'
import { addTokenCommands } from './token.ts'
import { addUserCommands } from './user.ts'
import { addWebhookCommands } from './webhook.ts'
import { addWordsCommand } from './words.ts'

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

function parse(argv: readonly string[], context: CommandContext): Promise<unknown> {
  return createProgram(context).parseAsync(argv, { from: 'user' })
}

export function createProgram(context: CommandContext): Command {
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
  addDemoCommand(program, context, parse)
  addInitCommand(program, context)
  addServeCommand(program, context)
  addSetupLinkCommand(program, context)
  addUserCommands(program, context)
  addClientCommands(program, context)
  addResourceCommands(program, context)
  addStreamCommands(program, context)
  addClientDomainCommands(program, context)
  addIssuerCommands(program, context)
  addPlatformKeyCommands(program, context)
  addWebhookCommands(program, context)
  addProviderCommands(program, context)
  addMailCommands(program, context)
  addSessionCommands(program, context)
  addGrantCommands(program, context)
  addOperatorCommands(program, context)
  addLoginCommands(program, context)
  addKeyCommands(program, context)
  addTokenCommands(program, context)
  addErrorCommands(program, context)
  addActivityCommand(program, context)
  addAuditCommands(program, context)
  addMigrateCommand(program, context)
  addApplyCommands(program, context)
  addSettingsCommand(program, context)
  addSettingCommands(program, context)
  addWordsCommand(program, context)
  addDoctorCommand(program, context)
  addClockCommands(program, context)
  addBackupCommand(program, context)
  addRestoreCommand(program, context)
  addCompletionCommand(program, context)
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
