/** `mandate user sign-out, merge, delete`. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { deleteAccount, mergeAccounts, signOutEverywhere } from '../operations/account-ends.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import { APPS_STAY } from './apps-stay.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import {
  deletedUserText,
  deleteUserQuestion,
  signedOutText,
  signOutQuestion,
} from './shown/users.ts'
import { findUser, named, unknownUser } from './which-user.ts'

export function addUserEndCommands(user: Command, context: CommandContext): void {
  addCommand(user, 'sign-out <user>', `End all sessions of a user; ${APPS_STAY}`)
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) => signOut(context, options, emailOrId))

  addCommand(
    user,
    'merge <from> <into>',
    'Two users are one person: the second gets the identities of the first, who is deleted',
  )
    .option(...YES_FLAG)
    .action((from: string, into: string, options: YesOptions) =>
      merge(context, options, { from, into }),
    )

  addCommand(user, 'delete <user>', 'Delete a user and everything that belongs to them')
    .option(...YES_FLAG)
    .action((emailOrId: string, options: YesOptions) => remove(context, options, emailOrId))
}

function signOut(context: CommandContext, options: YesOptions, emailOrId: string): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, emailOrId, options)
    await confirm(context, options, async () => signOutQuestion(userDocument(account)))
    const outcome = await signOutEverywhere(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(emailOrId, options)
    const { sessions } = outcome
    const json = { ...userDocument(account), sessions_ended: sessions }
    answer(context, options, { json, text: signedOutText(json, sessions, options) })
  })
}

function merge(
  context: CommandContext,
  options: YesOptions,
  which: { readonly from: string; readonly into: string },
): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const [from, into] = [
      await findUser(store, which.from, options),
      await findUser(store, which.into, options),
    ]
    if (from.id === into.id) {
      throw new CommandRefused(`${named(from)} is one user; name two of them.`)
    }
    await confirm(context, options, async () => {
      const whose = { accountId: from.id }
      const [identities, { grants, clients }] = await Promise.all([
        store.accounts.listIdentities(from.id),
        countLiveGrants(store, whose, { now: clock.now() }),
      ])
      const moved =
        identities.length === 1 ? '1 identity goes' : `${identities.length} identities go`
      return {
        question: `Merge ${named(from)} into ${named(into)}?`,
        consequences: [
          `${moved} to ${named(into)}`,
          `the sessions and the password of ${named(from)} end`,
          `${grants} for ${clients} end`,
        ],
        canBeUndone: false,
      }
    })
    const outcome = await mergeAccounts(data, OPERATOR, { from: from.id, into: into.id })
    if (outcome.is === 'into_is_to_be_deleted') {
      throw new CommandRefused(
        `${named(into)} is to be deleted, as its owner asked. To keep it: ${nextCommand(options, `user enable ${quoted(into.id)}`)}`,
      )
    }
    if (outcome.is !== 'merged') throw unknownUser(which.from, options)
    answer(context, options, {
      json: { ...userDocument(into), merged: from.id },
      text: `${named(from)} is ${named(into)} from now on. The subject ${from.id} is never used again.`,
    })
  })
}

function remove(context: CommandContext, options: YesOptions, emailOrId: string): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const account = await findUser(store, emailOrId, options)
    await confirm(context, options, async () => {
      const whose = { accountId: account.id }
      const counted = await countLiveGrants(store, whose, { now: clock.now() })
      return deleteUserQuestion(userDocument(account), counted)
    })
    const outcome = await deleteAccount(data, OPERATOR, { accountId: account.id })
    if (outcome.is === 'no_such_account') throw unknownUser(emailOrId, options)
    answer(context, options, {
      json: { ...userDocument(account), deleted: true },
      text: deletedUserText(userDocument(account)),
    })
  })
}
