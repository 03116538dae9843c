/**
 * What commands print, made of documents (`documents/`), so that it is the same whether the command
 * has read this machine's database or asked a server elsewhere.
 */

import type { userDocument } from '../../documents/user.ts'
import type { Counted } from '../../operations/live-grants.ts'
import { APPS_STAY } from '../apps-stay.ts'
import { type CommandOptions, nextCommand, quoted } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

export type UserDocument = Pick<
  ReturnType<typeof userDocument>,
  'sub' | 'created_at' | 'disabled'
> & { readonly username?: string; readonly delete_after?: number }

/** The address, or the id if there is none. */
export function calledUser({ username, sub }: UserDocument): string {
  return printable(username ?? sub)
}

export function usersText(
  style: Style,
  users: readonly UserDocument[],
  options: CommandOptions,
): string {
  const rows = users.map((one) => [
    one.username ?? '-',
    one.sub,
    stateOf(one),
    moment(one.created_at),
  ])
  return rows.length > 0
    ? table(style, ['EMAIL', 'SUBJECT', 'STATE', 'SINCE (UTC)'], rows)
    : `There are no users yet. Add one:\n\n  ${nextCommand(options, 'user create EMAIL')}`
}

/** `given` is the password, which is shown if it was made here. */
export function createdUserText(
  user: UserDocument,
  {
    email,
    given,
  }: {
    readonly email: string
    readonly given: { readonly password: string; readonly generated: boolean } | undefined
  },
  options: CommandOptions,
): string {
  const [can, what, command] =
    given === undefined
      ? [
          'has an account without a password',
          'Next, link an identity to sign in with:',
          `user link ${quoted(email)} PROVIDER SUBJECT`,
        ]
      : [
          'can sign in',
          'Next, register the system that will act for them:',
          'client create --name NAME --redirect-uri https://HOST/callback',
        ]
  const rows = [
    ['subject', user.sub],
    ...(given?.generated ? [['password', `${given.password}  (shown only once)`] as const] : []),
  ] as const
  return `${calledUser(user)} ${can}.\n\n${fields(rows)}\n\n${what}\n\n  ${nextCommand(options, command)}`
}

/** `state` as in "is updated". */
export function updatedUserText(
  user: UserDocument,
  { emailOrId, state }: { readonly emailOrId: string; readonly state: string },
  options: CommandOptions,
): string {
  return `${calledUser(user)} is ${state}. To see everything:\n\n  ${nextCommand(options, `user show ${quoted(emailOrId)}`)}`
}

function stateOf({ disabled, delete_after: end }: UserDocument): string {
  if (end !== undefined) return 'to be deleted'
  return disabled ? 'disabled' : 'active'
}

export function disabledUserText(user: UserDocument): string {
  return `${calledUser(user)} is disabled.`
}

export function enabledUserText(user: UserDocument): string {
  return user.delete_after === undefined
    ? `${calledUser(user)} is enabled.`
    : `${calledUser(user)} is enabled to keep the account, which is to be deleted, by signing in. To keep it for them, run this again.`
}

export function unlockedUserText(user: UserDocument, counters: number): string {
  return `${calledUser(user)} can sign in from new browsers again; ${counters} ${counters === 1 ? 'counter was' : 'counters were'} cleared.`
}

export function signedOutText(
  user: UserDocument,
  sessions: number,
  options: CommandOptions,
): string {
  return `${calledUser(user)} is signed out; ${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended. To end the access of apps too:\n\n  ${nextCommand(options, `grant revoke --user ${quoted(user.sub)}`)}`
}

export function disableUserQuestion(user: UserDocument, { grants, clients }: Counted): Ending {
  return {
    question: `Disable ${calledUser(user)}?`,
    consequences: [
      'all sessions end',
      `${grants} for ${clients} are refused until the user is enabled again`,
    ],
    canBeUndone: true,
  }
}

export function signOutQuestion(user: UserDocument): Ending {
  return {
    question: `Sign ${calledUser(user)} out everywhere?`,
    consequences: ['all sessions end', APPS_STAY],
    canBeUndone: true,
  }
}

export function deleteUserQuestion(user: UserDocument, { grants, clients }: Counted): Ending {
  return {
    question: `Delete ${calledUser(user)}?`,
    consequences: [
      'all sessions end',
      `${grants} for ${clients} end`,
      'a person who signs in again with a provider gets a new account with a new subject',
    ],
    canBeUndone: false,
    typed: user.username ?? user.sub,
  }
}

export function deletedUserText(user: UserDocument): string {
  return `${calledUser(user)} is deleted. The subject ${user.sub} is never used again.`
}
