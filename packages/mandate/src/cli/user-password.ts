/** `mandate user reset-password`: sets a new password, or prints a link for one. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { setPassword } from '../operations/accounts.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import { makeResetLink } from '../operations/reset-links.ts'
import { createPasswords } from '../people/password.ts'
import { APPS_STAY } from './apps-stay.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG } from './confirmation.ts'
import { withData } from './data-directory.ts'
import {
  leakedPasswords,
  PASSWORD_FLAG,
  type PasswordOptions,
  passwordFor,
  passwordRefused,
} from './given-password.ts'
import { moment } from './terminal.ts'
import { findUser, named, unknownUser } from './which-user.ts'

interface ResetOptions extends PasswordOptions {
  readonly link?: true
}

export function addUserPasswordCommands(user: Command, context: CommandContext): void {
  addCommand(user, 'reset-password <user>', 'Set a new password and end all sessions')
    .option(...PASSWORD_FLAG)
    .option('--link', 'print a one-time link instead, with which the user chooses a password')
    .option(...YES_FLAG)
    .action((email: string, options: ResetOptions) =>
      options.link
        ? printResetLink(context, options, email)
        : resetPassword(context, options, email),
    )
}

/** Changes nothing until the link is used. */
async function printResetLink(
  context: CommandContext,
  options: ResetOptions,
  email: string,
): Promise<void> {
  if (options.passwordStdin) throw new UsageRefused('Give either --link or --password-stdin')
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, email, options)
    const made = await makeResetLink(data, OPERATOR, { account })
    if (made.is === 'disabled') {
      const enable = nextCommand(options, `user enable ${quoted(account.email ?? account.id)}`)
      throw new CommandRefused(`${named(account)} is disabled; first: ${enable}`)
    }
    answer(context, options, {
      json: { ...userDocument(account), link: made.address, expires_at: made.expiresAt },
      text: `${named(account)} can choose a new password once, until ${moment(made.expiresAt)} (UTC):\n\n  ${made.address}\n\nSend the link over a secure channel. Anyone who has it can set the password; a second factor is still asked for.`,
    })
  })
}

async function resetPassword(
  context: CommandContext,
  options: PasswordOptions,
  email: string,
): Promise<void> {
  const { password, generated } = await passwordFor(context, options)
  return withData(context, options, async (data) => {
    const { store } = data
    const account = await findUser(store, email, options)
    // A piped password leaves no standard input for an answer.
    const yes = options.passwordStdin ?? options.yes
    await confirm(context, { ...options, ...(yes && { yes }) }, async () => ({
      question: `Give ${named(account)} a new password?`,
      consequences: ['the old password and all sessions end', APPS_STAY],
      canBeUndone: true,
    }))
    const passwords = createPasswords(context)
    const wanted = { accountId: account.id, password }
    const changed = await setPassword(
      { ...data, passwords, leaked: leakedPasswords(context, data) },
      OPERATOR,
      wanted,
    )
    if (changed.is === 'no_such_account') throw unknownUser(email, options)
    if (changed.is !== 'changed') throw passwordRefused(changed)
    // A new password does not end grants: apps keep access.
    const now = context.clock.now()
    const { count: liveGrants } = await countLiveGrants(store, { accountId: account.id }, { now })
    const done = generated
      ? `The new password of ${named(account)}, shown only once:\n\n  ${password}`
      : `${named(account)} has the new password; all sessions have ended.`
    const left =
      liveGrants === 1 ? 'One grant of this user is' : `${liveGrants} grants of this user are`
    const revoke = nextCommand(
      options,
      `grant revoke --user ${quoted(account.email ?? account.id)}`,
    )
    answer(context, options, {
      json: {
        ...userDocument(account),
        ...(generated && { password }),
        live_grants: liveGrants,
      },
      text:
        liveGrants === 0
          ? done
          : `${done}\n\n${left} still live. If someone else knew the password, end them too:\n\n  ${revoke}`,
    })
  })
}
