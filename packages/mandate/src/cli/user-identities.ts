/** `mandate user show, link, unlink`: shows a user and their identities, and changes them. */

import type { Command } from 'commander'
import { userDetails, userDocument } from '../documents/user.ts'
import { linkIdentity, unlinkIdentity, waysIn } from '../operations/identities.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import type { Account } from '../store/records.ts'
import { APPS_STAY } from './apps-stay.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  quoted,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { userDetailsText } from './shown/user-details.ts'
import { printable } from './terminal.ts'
import { providerNamed } from './which-provider.ts'
import { findUser, named, unknownUser } from './which-user.ts'

export function addUserIdentityCommands(user: Command, context: CommandContext): void {
  addCommand(
    user,
    'show <user>',
    'Show a user: how they sign in, since when, and how often',
  ).action((emailOrId: string, options: CommandOptions) => show(context, options, emailOrId))

  addCommand(
    user,
    'link <user> <provider> <subject>',
    'Let a user sign in with an identity: the provider’s subject for them',
  ).action((...given: Given<CommandOptions>) => link(context, given[3], whichOf(given)))

  addCommand(
    user,
    'unlink <user> <provider> <subject>',
    'Remove an identity from a user and end the sessions of that provider',
  )
    .option(...YES_FLAG)
    .action((...given: Given<YesOptions>) => unlink(context, given[3], whichOf(given)))
}

/** The arguments of `link` and `unlink`, then their options. */
type Given<Options> = [emailOrId: string, provider: string, subject: string, options: Options]

interface Which {
  readonly emailOrId: string
  readonly provider: string
  readonly subject: string
}

function whichOf([emailOrId, provider, subject]: Given<unknown>): Which {
  return { emailOrId, provider, subject }
}

function show(context: CommandContext, options: CommandOptions, emailOrId: string): Promise<void> {
  return withData(context, options, async ({ store, clock }) => {
    const account = await findUser(store, emailOrId, options)
    const [identities, sessions, live] = await Promise.all([
      store.accounts.listIdentities(account.id),
      store.sessions.listOf(account.id),
      countLiveGrants(store, { accountId: account.id }, { now: clock.now() }),
    ])
    const details = userDetails(account, { identities, sessions, liveGrants: live.count })
    const { disabledAt, deletion } = account
    answer(context, options, {
      json: details,
      text: userDetailsText(details, { live, disabledAt, canBeKept: deletion?.canBeKept ?? false }),
    })
  })
}

function link(context: CommandContext, options: CommandOptions, which: Which): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, which.emailOrId, options)
    const { provider, isOn } = providerNamed(data, which.provider)
    const { subject } = which
    const name = { accountId: account.id, provider, subject }
    const { is } = await linkIdentity(data, OPERATOR, name)
    if (is === 'no_such_account') throw unknownUser(which.emailOrId, options)
    if (is === 'identity_invalid') {
      throw new CommandRefused(
        'Provider and subject must have 1 to 255 visible characters; copy them exactly.',
      )
    }
    if (is === 'identity_taken') {
      const owner = await data.store.accounts.findByIdentity(provider, subject)
      throw new CommandRefused(
        `This identity belongs to ${owner === undefined ? 'another user' : named(owner)}; unlink it there first: ${nextCommand(options, `user unlink ${quoted(owner?.id ?? 'USER')} ${quoted(provider)} ${quoted(subject)}`)}`,
      )
    }
    // The assertions of a trusted issuer find people by their identities, too.
    const trusted = isOn ? [] : await data.store.trustedIssuers.listByIssuer(provider)
    answer(context, options, {
      json: { ...userDocument(account), identity: { provider, subject } },
      text:
        trusted.length === 0
          ? `${named(account)} can sign in as ${printable(subject)} of ${printable(provider)}.`
          : `${named(account)} is ${printable(subject)} in the assertions of ${printable(provider)}; nobody signs in with it, because no way in the setting sign_in has this provider.`,
    })
    if (!isOn && trusted.length === 0) {
      context.terminal.warn(
        `No way in the setting sign_in has the provider ${printable(provider)}, so this identity cannot be used to sign in yet.`,
      )
    }
  })
}

function unlink(context: CommandContext, options: YesOptions, which: Which): Promise<void> {
  return withData(context, options, async (data) => {
    const { store } = data
    const account = await findUser(store, which.emailOrId, options)
    const { provider } = providerNamed(data, which.provider)
    const { subject } = which
    if ((await store.accounts.findByIdentity(provider, subject))?.id !== account.id) {
      throw notLinked(account, options)
    }
    const isLast = (await waysIn(store.accounts, account.id)) === 1
    await confirm(context, options, async () => ({
      question: `Unlink ${printable(subject)} of ${printable(provider)} from ${named(account)}?`,
      consequences: [
        'sessions of this provider end',
        ...(isLast
          ? ['it is the last way to sign in: nobody can sign in to this account afterwards']
          : []),
        APPS_STAY,
      ],
      canBeUndone: !isLast,
    }))
    const { is } = await unlinkIdentity(data, OPERATOR, {
      accountId: account.id,
      provider,
      subject,
    })
    if (is !== 'unlinked') throw notLinked(account, options)
    answer(context, options, {
      json: { ...userDocument(account), unlinked: { provider, subject } },
      text: isLast
        ? `${named(account)} can no longer sign in. To add a way to sign in:\n\n  ${nextCommand(options, `user link ${quoted(account.id)} PROVIDER SUBJECT`)}\n  ${nextCommand(options, `user reset-password ${quoted(account.id)}`)}`
        : `${named(account)} can no longer sign in as ${printable(subject)} of ${printable(provider)}.`,
    })
  })
}

function notLinked(account: Account, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `${named(account)} has no such identity; list them with: ${nextCommand(options, `user show ${quoted(account.id)}`)}`,
  )
}
