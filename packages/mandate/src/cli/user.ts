/** `mandate user …`: manages the people who sign in. */

import type { Command } from 'commander'
import { createFetcher } from '../fetching/fetcher.ts'
import {
  type CreateAccountOutcome,
  createAccount,
  disableAccount,
  enableAccount,
  setPassword,
  unlockAccount,
} from '../operations/accounts.ts'
import { makeResetLink } from '../operations/reset-links.ts'
import { createLeakedPasswords } from '../people/leaked-passwords.ts'
import type { PasswordRefused } from '../people/new-password.ts'
import { createPasswords } from '../people/password.ts'
import {
  fewestCharacters,
  MAX_PASSWORD_BYTES,
  type PasswordProblem,
} from '../people/password-rules.ts'
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
import { confirm, countLiveGrants, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { newPassword, secretFromInput } from './secret-input.ts'
import { fields, moment, table } from './terminal.ts'
import { addUserEndCommands } from './user-ends.ts'
import { addUserFactorCommands } from './user-factors.ts'
import { addUserFileCommands } from './user-files/commands.ts'
import { addUserIdentityCommands } from './user-identities.ts'
import { findUser, named, unknownUser, userDocument } from './which-user.ts'

interface PasswordOptions extends InitOptions, YesOptions {
  readonly passwordStdin?: true
}

const PASSWORD_FLAG = [
  '--password-stdin',
  'read the password from standard input; otherwise one is generated and shown only once',
] as const

interface ResetOptions extends PasswordOptions {
  readonly link?: true
}

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

  addCommand(
    user,
    'disable <user>',
    'End all sessions of a user and refuse all their tokens, until enabled',
  )
    .option(...YES_FLAG)
    .action((email: string, options: YesOptions) => disableUser(context, options, email))

  addCommand(user, 'enable <user>', 'Enable a disabled user').action(
    (email: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const account = await findUser(data.store, email, options)
        const outcome = await enableAccount(data, OPERATOR, { accountId: account.id })
        if (outcome.is === 'no_such_account') throw unknownUser(email, options)
        const now = (await data.store.accounts.find(account.id)) ?? account
        answer(context, options, {
          json: userDocument(now),
          text:
            now.deletion === null
              ? `${named(account)} is enabled.`
              : `${named(account)} is enabled to keep the account, which is to be deleted, by signing in. To keep it for them, run this again.`,
        })
      }),
  )

  addCommand(user, 'reset-password <user>', 'Set a new password and end all sessions')
    .option(...PASSWORD_FLAG)
    .option('--link', 'print a one-time link instead, with which the user chooses a password')
    .option(...YES_FLAG)
    .action((email: string, options: ResetOptions) =>
      options.link
        ? printResetLink(context, options, email)
        : resetPassword(context, options, email),
    )

  addCommand(
    user,
    'unlock <user>',
    'Clear failed sign-ins of a user, so that new browsers need not wait',
  ).action((email: string, options: CommandOptions) =>
    withData(context, options, async (data) => {
      const account = await findUser(data.store, email, options)
      const outcome = await unlockAccount(data, OPERATOR, { accountId: account.id })
      if (outcome.is === 'no_such_account') throw unknownUser(email, options)
      const { counters } = outcome
      answer(context, options, {
        json: { ...userDocument(account), counters_cleared: counters },
        text: `${named(account)} can sign in from new browsers again; ${counters} ${counters === 1 ? 'counter was' : 'counters were'} cleared.`,
      })
    }),
  )

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
    const secret = given?.generated ? { password: given.password } : {}
    const next =
      given === undefined
        ? ['Next, link an identity to sign in with:', `user link ${quoted(email)} PROVIDER SUBJECT`]
        : [
            'Next, register the system that will act for them:',
            'client create --name NAME --redirect-uri https://HOST/callback',
          ]
    const [what = '', command = ''] = next
    answer(context, options, {
      json: { ...userDocument(account), ...secret },
      text: `${named(account)} ${given === undefined ? 'has an account without a password' : 'can sign in'}.\n\n${fields(
        [
          ['subject', account.id],
          ...(given?.generated
            ? [['password', `${given.password}  (shown only once)`] as const]
            : []),
        ],
      )}\n\n${what}\n\n  ${nextCommand(options, command)}`,
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
    const rows = accounts.map((one) => [
      one.email ?? '-',
      one.id,
      stateOf(one),
      moment(one.createdAt),
    ])
    answer(context, options, {
      json: accounts.map(userDocument),
      text:
        rows.length > 0
          ? table(context.terminal.style, ['EMAIL', 'SUBJECT', 'STATE', 'SINCE (UTC)'], rows)
          : `There are no users yet. Add one:\n\n  ${nextCommand(options, 'user create EMAIL')}`,
    })
    if (isMore && next !== null) {
      const more = nextCommand(options, `user list --limit ${limit} --after ${quoted(next)}`)
      context.terminal.warn(`There are more users: ${more}`)
    }
  })
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
      text: `${named(account)} can choose a new password once, until ${moment(made.expiresAt)} (UTC):\n\n  ${made.address}\n\nSend the link over a secure channel. Whoever has it can set the password; a second factor is still asked for.`,
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
      consequences: ['the old password and all sessions end', 'connected apps stay connected'],
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

function disableUser(context: CommandContext, options: YesOptions, email: string): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const account = await findUser(store, email, options)
    await confirm(context, options, async () => {
      const whose = { accountId: account.id }
      const { grants, clients } = await countLiveGrants(store, whose, { now: clock.now() })
      return {
        question: `Disable ${named(account)}?`,
        consequences: [
          'all sessions end',
          `${grants} for ${clients} are refused until the user is enabled again`,
        ],
        canBeUndone: true,
      }
    })
    const outcome = await disableAccount(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(email, options)
    answer(context, options, {
      json: userDocument({ ...account, disabledAt: outcome.at }),
      text: `${named(account)} is disabled.`,
    })
  })
}

function leakedPasswords({ terminal }: CommandContext, { settings }: CommandData) {
  return createLeakedPasswords({
    address: settings.passwordRangeUrl,
    fetch: createFetcher({ allowedHosts: settings.fetchAllowedHosts }),
    warn: (message) => terminal.warn(message),
  })
}

async function passwordFor(context: CommandContext, { passwordStdin }: PasswordOptions) {
  if (!passwordStdin) return { password: newPassword(context.random), generated: true }
  return { password: await secretFromInput(context, 'password'), generated: false }
}

function passwordRefused(outcome: PasswordRefused): CommandRefused {
  if (outcome.is === 'busy') return new CommandRefused('The machine is busy; try again.')
  const sentences: Readonly<Record<PasswordProblem, string>> = {
    too_short: `The password is too short; give at least ${fewestCharacters(false)} characters (${fewestCharacters(true)} for a user with a second factor).`,
    too_long: `The password is too long; give at most ${MAX_PASSWORD_BYTES} bytes.`,
    too_guessable: 'The password is too easy to guess; give another one.',
    leaked: 'The password is in a list of leaked passwords; give another one.',
  }
  return new CommandRefused(sentences[outcome.problem])
}

function stateOf({ disabledAt, deletion }: Account): string {
  if (deletion !== null) return 'to be deleted'
  return disabledAt === null ? 'active' : 'disabled'
}
