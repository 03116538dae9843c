/** `mandate user …`: manages the people who sign in. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { type CreateAccountOutcome, createAccount } from '../operations/accounts.ts'
import { createPasswords } from '../people/password.ts'
import type { Page } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
  UsageRefused,
  wholeNumber,
} from './command.ts'
import { INIT_FLAG, withData } from './data-directory.ts'
import {
  leakedPasswords,
  PASSWORD_FLAG,
  type PasswordOptions,
  passwordFor,
  passwordRefused,
} from './given-password.ts'
import { createdUserText, usersText } from './shown/users.ts'
import { addUserAccessCommands, addUserUnlockCommand } from './user-access.ts'
import { addUserEndCommands } from './user-ends.ts'
import { addUserFactorCommands } from './user-factors.ts'
import { addUserFileCommands } from './user-files/commands.ts'
import { addUserIdentityCommands } from './user-identities.ts'
import { addUserInvitationCommands } from './user-invitations.ts'
import { addUserPasswordCommands } from './user-password.ts'
import { addUserProfileCommands } from './user-profile.ts'

interface CreateOptions extends PasswordOptions {
  readonly name?: string
  /** False for `--no-password`. */
  readonly password: boolean
}

interface ListOptions extends CommandOptions {
  readonly limit: string
  readonly after?: string
}

export function addUserCommands(program: Command, context: CommandContext): void {
  const user = addGroup(program, 'user', 'Create and manage users')

  addCommand(user, 'create <email>', 'Add a user, who can sign in at once')
    .option('--name <name>', 'the user’s name')
    .option(...PASSWORD_FLAG)
    .option('--no-password', 'without a password, for a user who signs in another way')
    .option(...INIT_FLAG)
    .action((email: string, options: CreateOptions) => createUser(context, options, email))

  addUserFileCommands(user, context)

  addCommand(user, 'list', 'List users, oldest first')
    .option('--limit <number>', 'the maximum number', '1000')
    .option('--after <subject>', 'continue after this subject, the last of the previous list')
    .action((options: ListOptions) => listUsers(context, options))

  addUserProfileCommands(user, context)
  addUserAccessCommands(user, context)
  addUserPasswordCommands(user, context)
  addUserUnlockCommand(user, context)
  addUserInvitationCommands(user, context)
  addUserIdentityCommands(user, context)
  addUserFactorCommands(user, context)
  addUserEndCommands(user, context)
}

async function createUser(
  context: CommandContext,
  options: CreateOptions,
  email: string,
): Promise<void> {
  if (!options.password && options.passwordStdin) {
    throw new UsageRefused('Give either --password-stdin or --no-password')
  }
  const given = options.password ? await passwordFor(context, options) : undefined
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const passwords = createPasswords(context)
    const made = await createAccount(
      { ...data, passwords, leaked: leakedPasswords(context, data) },
      OPERATOR,
      {
        email,
        ...(options.name !== undefined && { name: options.name }),
        ...(given !== undefined && { password: given.password }),
      },
    )
    if (made.is !== 'created') throw notCreated(made, options, email)
    const { account } = made
    const json = userDocument(account)
    answer(context, options, {
      json: { ...json, ...(given?.generated && { password: given.password }) },
      text: createdUserText(json, { email, given }, options),
    })
  })
}

function notCreated(
  outcome: Exclude<CreateAccountOutcome, { readonly is: 'created' }>,
  options: CommandOptions,
  email: string,
): CommandRefused {
  switch (outcome.is) {
    case 'email_invalid':
      return new CommandRefused(
        `"${email}" is not an e-mail address; give one such as ada@example.com`,
      )
    case 'name_invalid':
      return new CommandRefused(
        'The name is longer than 200 characters or contains invisible characters; give another.',
      )
    case 'email_taken':
      return new CommandRefused(
        `The user ${email} already exists; to set a new password: ${nextCommand(options, `user reset-password ${email}`)}`,
      )
    case 'password_refused':
    case 'busy':
      return passwordRefused(outcome)
    default:
      throw new Error(`the account was refused: ${outcome.is}`)
  }
}

function listUsers(context: CommandContext, options: ListOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1_000_000 })
  return withData(context, options, async ({ store }) => {
    const accounts: Account[] = []
    let next: string | null = options.after ?? ''
    while (next !== null && accounts.length < limit) {
      const page: Page<Account> = await store.accounts.list({
        after: next,
        limit: Math.min(1_000, limit - accounts.length),
      })
      accounts.push(...page.rows)
      next = page.next
    }
    const isMore =
      next !== null && (await store.accounts.list({ after: next, limit: 1 })).rows.length > 0
    const users = accounts.map(userDocument)
    answer(context, options, {
      json: users,
      text: usersText(context.terminal.style, users, options),
    })
    if (isMore && next !== null) {
      const more = nextCommand(options, `user list --limit ${limit} --after ${quoted(next)}`)
      context.terminal.warn(`There are more users: ${more}`)
    }
  })
}
