/** `mandate session …`: for support, lists where a user is signed in, and ends one of the sessions. */

import type { Command } from 'commander'
import { userDocument } from '../documents/user.ts'
import { endSessionOf } from '../operations/sessions.ts'
import { isSessionLive } from '../people/session.ts'
import { sessionDocument } from '../people/session-document.ts'
import type { Account, Session } from '../store/records.ts'
import { APPS_STAY } from './apps-stay.ts'
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
} from './command.ts'
import { type CommandData, withData } from './data-directory.ts'
import { endedSessionText, sessionsText } from './shown/sessions.ts'
import { printable } from './terminal.ts'
import { findUser, named } from './which-user.ts'

export function addSessionCommands(program: Command, context: CommandContext): void {
  const session = addGroup(program, 'session', 'See where users are signed in, and sign them out')

  addCommand(session, 'list <user>', 'List the browsers in which a user is signed in').action(
    (emailOrId: string, options: CommandOptions) => listSessions(context, options, emailOrId),
  )

  addCommand(session, 'end <user> <session>', `End one session; ${APPS_STAY}`)
    .addHelpText('after', '\nTo end all sessions of a user: mandate user sign-out USER')
    .action((emailOrId: string, id: string, options: CommandOptions) =>
      end(context, options, { emailOrId, id }),
    )
}

function listSessions(
  context: CommandContext,
  options: CommandOptions,
  emailOrId: string,
): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, emailOrId, options)
    const sessions = await liveSessions(data, account)
    const json = sessions.map(sessionDocument)
    const text = sessionsText(context.terminal.style, userDocument(account), json)
    answer(context, options, { json, text })
  })
}

function end(
  context: CommandContext,
  options: CommandOptions,
  { emailOrId, id }: { readonly emailOrId: string; readonly id: string },
): Promise<void> {
  return withData(context, options, async (data) => {
    const account = await findUser(data.store, emailOrId, options)
    const all = await data.store.sessions.listOf(account.id)
    const [session, ...more] = all.filter((one) => id !== '' && one.id.startsWith(id))
    if (more.length > 0) {
      throw new CommandRefused(`Several sessions begin with ${printable(id)}; give more of the id`)
    }
    const outcome =
      session && (await endSessionOf(data, OPERATOR, { accountId: account.id, id: session.id }))
    if (session === undefined || outcome?.is !== 'ended') {
      throw new CommandRefused(
        `${named(account)} has no session ${printable(id)}; see which there are: ${nextCommand(options, `session list ${quoted(account.id)}`)}`,
      )
    }
    const json = { ...sessionDocument(session), ended: true }
    answer(context, options, { json, text: endedSessionText(userDocument(account), json) })
  })
}

async function liveSessions(
  { store, clock, settings }: CommandData,
  { id }: Account,
): Promise<readonly Session[]> {
  const now = clock.now()
  return (await store.sessions.listOf(id)).filter((one) => isSessionLive(one, { now, settings }))
}
