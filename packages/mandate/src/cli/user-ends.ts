/** `mandate user delete, sign-out`. */

import type { Command } from 'commander'
import { deleteAccount, signOutEverywhere } from '../operations/account-ends.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  nextCommand,
  OPERATOR,
  quoted,
} from './command.ts'
import { confirm, countLiveGrants, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { findUser, named, unknownUser, userDocument } from './which-user.ts'

export function addUserEndCommands(user: Command, context: CommandContext): void {
  addCommand(user, 'sign-out <user>', 'End all sessions of a user; connected apps stay connected')
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) => signOut(context, options, emailOrId))

  addCommand(user, 'delete <user>', 'Delete a user with everything that is theirs')
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) => remove(context, options, emailOrId))
}

function signOut(context: CommandContext, options: YesOptions, emailOrId: string): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, emailOrId, options)
    await confirm(context, options, async () => ({
      question: `Sign ${named(account)} out everywhere?`,
      consequences: ['all sessions end', 'connected apps stay connected'],
      canBeUndone: true,
    }))
    const outcome = await signOutEverywhere(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(emailOrId, options)
    const { sessions } = outcome
    answer(context, options, {
      json: { ...userDocument(account), sessions_ended: sessions },
      text: `${named(account)} is signed out; ${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended. To end the access of apps too:\n\n  ${nextCommand(options, `grant revoke --user ${quoted(account.id)}`)}`,
    })
  })
}

function remove(context: CommandContext, options: YesOptions, emailOrId: string): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const account = await findUser(store, emailOrId, options)
    await confirm(context, options, async () => {
      const whose = { accountId: account.id }
      const { grants, clients } = await countLiveGrants(store, whose, { now: clock.now() })
      return {
        question: `Delete ${named(account)}?`,
        consequences: [
          'all sessions end',
          `${grants} for ${clients} end`,
          'a person who comes back by another provider gets a new account with another subject',
        ],
        canBeUndone: false,
        typed: account.email ?? account.id,
      }
    })
    const outcome = await deleteAccount(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(emailOrId, options)
    answer(context, options, {
      json: { ...userDocument(account), deleted: true },
      text: `${named(account)} is deleted. The subject ${account.id} is never used again.`,
    })
  })
}
