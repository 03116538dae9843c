/**
 * Which file has which command, in the order of the help. To load all files takes several times as long
 * as to load one, and most people call one command at a time.
 */

import type { Command } from 'commander'
import type { CommandContext, RunCommand } from './command.ts'

interface CommandFile {
  /** What it adds to the program. */
  readonly names: readonly [string, ...string[]]
  load(): Promise<(program: Command, context: CommandContext, run: RunCommand) => void>
  /** Whether it is about the other commands. */
  readonly needsAll?: true
}

export const commandFiles: readonly CommandFile[] = [
  { names: ['demo'], load: async () => (await import('./demo.ts')).addDemoCommand },
  { names: ['init'], load: async () => (await import('./init.ts')).addInitCommand },
  { names: ['serve'], load: async () => (await import('./serve.ts')).addServeCommand },
  {
    names: ['setup-link'],
    load: async () => (await import('./setup-link.ts')).addSetupLinkCommand,
  },
  { names: ['user'], load: async () => (await import('./user.ts')).addUserCommands },
  { names: ['client'], load: async () => (await import('./client.ts')).addClientCommands },
  { names: ['resource'], load: async () => (await import('./resource.ts')).addResourceCommands },
  { names: ['stream'], load: async () => (await import('./stream.ts')).addStreamCommands },
  {
    names: ['client-domain'],
    load: async () => (await import('./client-domain.ts')).addClientDomainCommands,
  },
  { names: ['issuer'], load: async () => (await import('./issuer.ts')).addIssuerCommands },
  {
    names: ['platform-key'],
    load: async () => (await import('./platform-key.ts')).addPlatformKeyCommands,
  },
  { names: ['webhook'], load: async () => (await import('./webhook.ts')).addWebhookCommands },
  { names: ['provider'], load: async () => (await import('./provider.ts')).addProviderCommands },
  { names: ['mail'], load: async () => (await import('./mail.ts')).addMailCommands },
  { names: ['session'], load: async () => (await import('./session.ts')).addSessionCommands },
  { names: ['grant'], load: async () => (await import('./grant.ts')).addGrantCommands },
  { names: ['operator'], load: async () => (await import('./operator.ts')).addOperatorCommands },
  { names: ['login', 'logout'], load: async () => (await import('./login.ts')).addLoginCommands },
  { names: ['keys'], load: async () => (await import('./keys.ts')).addKeyCommands },
  { names: ['token'], load: async () => (await import('./token.ts')).addTokenCommands },
  { names: ['error'], load: async () => (await import('./error.ts')).addErrorCommands },
  { names: ['job'], load: async () => (await import('./job.ts')).addJobCommands },
  { names: ['activity'], load: async () => (await import('./activity.ts')).addActivityCommand },
  { names: ['audit'], load: async () => (await import('./audit.ts')).addAuditCommands },
  { names: ['migrate'], load: async () => (await import('./migrate.ts')).addMigrateCommand },
  { names: ['apply', 'export'], load: async () => (await import('./apply.ts')).addApplyCommands },
  {
    names: ['settings'],
    load: async () => (await import('./settings-command.ts')).addSettingsCommand,
  },
  { names: ['setting'], load: async () => (await import('./setting.ts')).addSettingCommands },
  { names: ['words'], load: async () => (await import('./words.ts')).addWordsCommand },
  { names: ['doctor'], load: async () => (await import('./doctor.ts')).addDoctorCommand },
  { names: ['clock'], load: async () => (await import('./clock.ts')).addClockCommands },
  { names: ['backup'], load: async () => (await import('./backup.ts')).addBackupCommand },
  { names: ['restore'], load: async () => (await import('./restore.ts')).addRestoreCommand },
  {
    names: ['completion'],
    load: async () => (await import('./completion.ts')).addCompletionCommand,
    needsAll: true,
  },
]

/** The files that a command line needs: one, or all for the help of the program and for mistakes. */
export function filesFor([name = '']: readonly string[]): readonly CommandFile[] {
  if (name === '--version') return []
  const file = commandFiles.find(({ names }) => names.includes(name))
  return file === undefined || file.needsAll ? commandFiles : [file]
}
