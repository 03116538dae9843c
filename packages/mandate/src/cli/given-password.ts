/** A password on the command line: read or generated, and why it was refused. */

import { createFetcher } from '../fetching/fetcher.ts'
import { createLeakedPasswords } from '../people/leaked-passwords.ts'
import type { PasswordRefused } from '../people/new-password.ts'
import {
  fewestCharacters,
  MAX_PASSWORD_BYTES,
  type PasswordProblem,
} from '../people/password-rules.ts'
import { type CommandContext, CommandRefused } from './command.ts'
import type { YesOptions } from './confirmation.ts'
import type { CommandData, InitOptions } from './data-directory.ts'
import { newPassword, secretFromInput } from './secret-input.ts'

export interface PasswordOptions extends InitOptions, YesOptions {
  readonly passwordStdin?: true
}

export const PASSWORD_FLAG = [
  '--password-stdin',
  'read the password from standard input; otherwise one is generated and shown only once',
] as const

export function leakedPasswords({ terminal }: CommandContext, { settings }: CommandData) {
  return createLeakedPasswords({
    address: settings.passwordRangeUrl,
    fetch: createFetcher({ allowedHosts: settings.fetchAllowedHosts }),
    warn: (message) => terminal.warn(message),
  })
}

export async function passwordFor(context: CommandContext, { passwordStdin }: PasswordOptions) {
  if (!passwordStdin) return { password: newPassword(context.random), generated: true }
  return { password: await secretFromInput(context, 'password'), generated: false }
}

export function passwordRefused(outcome: PasswordRefused): CommandRefused {
  if (outcome.is === 'busy') return new CommandRefused('The machine is busy; try again.')
  const sentences: Readonly<Record<PasswordProblem, string>> = {
    too_short: `The password is too short; give at least ${fewestCharacters(false)} characters (${fewestCharacters(true)} for a user with a second factor).`,
    too_long: `The password is too long; give at most ${MAX_PASSWORD_BYTES} bytes.`,
    too_guessable: 'The password is too easy to guess; give another one.',
    leaked: 'The password is in a list of leaked passwords; give another one.',
  }
  return new CommandRefused(sentences[outcome.problem])
}
