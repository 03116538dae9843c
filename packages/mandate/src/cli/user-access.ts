/** `mandate user disable, enable, unlock`: whether a user can sign in. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { disableAccount, enableAccount, unlockAccount } from '../operations/accounts.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import {
  disabledUserText,
  disableUserQuestion,
  enabledUserText,
  unlockedUserText,
} from './shown/users.ts'
import { findUser, unknownUser } from './which-user.ts'

export function addUserAccessCommands(user: Command, context: CommandContext): void {
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
        const json = userDocument(now)
        answer(context, options, { json, text: enabledUserText(json) })
      }),
  )
}

/** After the commands about passwords, as help lists them. */
export function addUserUnlockCommand(user: Command, context: CommandContext): void {
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
      const json = { ...userDocument(account), counters_cleared: counters }
      answer(context, options, { json, text: unlockedUserText(json, counters) })
    }),
  )
}

function disableUser(context: CommandContext, options: YesOptions, email: string): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const account = await findUser(store, email, options)
    await confirm(context, options, async () => {
      const whose = { accountId: account.id }
      const counted = await countLiveGrants(store, whose, { now: clock.now() })
      return disableUserQuestion(userDocument(account), counted)
    })
    const outcome = await disableAccount(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(email, options)
    const json = userDocument({ ...account, disabledAt: outcome.at })
    answer(context, options, { json, text: disabledUserText(json) })
  })
}
