/** `mandate user invite`: one-time links with which people make their accounts. */

import type { Command } from 'commander'
import { type InvitationOutcome, invite, withdrawInvitations } from '../operations/invitations.ts'
import { languages } from '../words/languages.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
  UsageRefused,
} from './command.ts'
import { type CommandData, withData } from './data-directory.ts'
import { moment, printable } from './terminal.ts'

interface InviteOptions extends CommandOptions {
  readonly name?: string
  readonly language: string
  readonly link?: true
  readonly withdraw?: true
}

export function addUserInvitationCommands(user: Command, context: CommandContext): void {
  addCommand(user, 'invite <email>', 'Invite somebody to make an account, with a one-time link')
    .option('--name <name>', 'the name that the account gets')
    .option('--language <tag>', `the language of the mail: ${languages.join(', ')}`, 'en')
    .option('--link', 'print the link instead of mailing it; always so without mail_url')
    .option('--withdraw', 'end the open invitations of this address')
    .action((email: string, options: InviteOptions) =>
      withData(context, options, (data) =>
        options.withdraw
          ? withdraw(context, options, { data, email })
          : inviteTo(context, options, { data, email }),
      ),
    )
}

interface Wanted {
  readonly data: CommandData
  readonly email: string
}

async function inviteTo(
  context: CommandContext,
  options: InviteOptions,
  { data, email }: Wanted,
): Promise<void> {
  const { registration, mailUrl } = data.settings
  if (registration === 'off') {
    throw new CommandRefused(
      'registration is off, so no invitation could be used; set registration to invited',
    )
  }
  const language = languages.find((known) => known === options.language)
  if (language === undefined) {
    throw new UsageRefused(`--language takes one of ${languages.join(', ')}`)
  }
  const isMailed = mailUrl !== null && !options.link
  const wanted = { email, name: options.name, language, isMailed }
  const made = await invite(data, OPERATOR, wanted)
  if (made.is !== 'invited') throw notInvited(made.is, options, email)
  const until = `${moment(made.expiresAt)} (UTC)`
  answer(context, options, {
    json: {
      ...{ email: made.email, mailed: isMailed, expires_at: made.expiresAt },
      ...(isMailed ? {} : { link: made.address }),
    },
    text: isMailed
      ? `An invitation to ${printable(made.email)} is on its way. It is good until ${until}.`
      : `${printable(made.email)} can make an account once, until ${until}:\n\n  ${made.address}\n\nSend the link over a secure channel. Anyone who has it can make the account.`,
  })
}

function notInvited(
  because: Exclude<InvitationOutcome['is'], 'invited'>,
  options: InviteOptions,
  email: string,
): CommandRefused {
  switch (because) {
    case 'email_invalid':
      return new CommandRefused(
        `"${printable(email)}" is not an e-mail address; give one such as ada@example.com`,
      )
    case 'name_invalid':
      return new CommandRefused(
        'The name is longer than 200 characters or contains invisible characters; give another.',
      )
    case 'email_taken': {
      const reset = nextCommand(options, `user reset-password --link ${quoted(email)}`)
      return new CommandRefused(
        `The user ${printable(email)} already exists; for a link to choose a new password: ${reset}`,
      )
    }
  }
}

async function withdraw(
  context: CommandContext,
  options: InviteOptions,
  { data, email }: Wanted,
): Promise<void> {
  const { invitations } = await withdrawInvitations(data, OPERATOR, { email })
  answer(context, options, {
    json: { email, withdrawn: invitations },
    text:
      invitations === 0
        ? `${printable(email)} has no open invitation.`
        : `${printable(email)} cannot use the invitation any more.`,
  })
}
