/** `mandate user …` and `mandate session …` against a server elsewhere. */

import { CommandRefused, nextCommand, quoted, UsageRefused, wholeNumber } from '../command.ts'
import { confirm } from '../confirmation.ts'
import { endedSessionText, type SessionDocument, sessionsText } from '../shown/sessions.ts'
import {
  calledUser,
  deletedUserText,
  deleteUserQuestion,
  disabledUserText,
  disableUserQuestion,
  enabledUserText,
  signedOutText,
  signOutQuestion,
  type UserDocument,
  unlockedUserText,
  usersText,
} from '../shown/users.ts'
import { printable } from '../terminal.ts'
import { segment } from './admin-api.ts'
import { countRemoteGrants } from './counts.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { remoteUser, textOf } from './which.ts'

async function named({ api, args, options }: RemoteCall) {
  const user = await remoteUser(api, args[0] ?? '', options)
  return { user, path: `/users/${segment(user.sub)}` }
}

export const userCommands: Readonly<Record<string, RemoteCommand>> = {
  'user list': async ({ api, context, options }) => {
    const limit = wholeNumber('--limit', textOf(options['limit']) ?? '1000', {
      ...{ from: 1, to: 1_000_000 },
    })
    if (options['after'] !== undefined) {
      throw new UsageRefused('--after works on the server’s machine; give a larger --limit')
    }
    const found = await api.list('/users', {}, limit + 1)
    const users = found.slice(0, limit)
    if (found.length > limit) {
      context.terminal.warn('There are more users; give a larger --limit')
    }
    const shown = users as unknown as readonly UserDocument[]
    return { json: users, text: usersText(context.terminal.style, shown, options) }
  },
  'user disable': async (call) => {
    const { user, path } = await named(call)
    await confirm(call.context, call.options, async () =>
      disableUserQuestion(user, await countRemoteGrants(call.api, { sub: user.sub })),
    )
    const json = await call.api.act('POST', `${path}/disable`)
    return { json, text: disabledUserText(json as unknown as UserDocument) }
  },
  'user enable': async (call) => {
    const { path } = await named(call)
    const json = await call.api.act('POST', `${path}/enable`)
    return { json, text: enabledUserText(json as unknown as UserDocument) }
  },
  'user unlock': async (call) => {
    const { user, path } = await named(call)
    const counters = Number((await call.api.act('POST', `${path}/unlock`))['counters_cleared'])
    const json = { ...inList(user), counters_cleared: counters }
    return { json, text: unlockedUserText(user, counters) }
  },
  'user sign-out': async (call) => {
    const { user, path } = await named(call)
    await confirm(call.context, call.options, async () => signOutQuestion(user))
    const sessions = Number((await call.api.act('POST', `${path}/sign-out`))['sessions_ended'])
    const json = { ...inList(user), sessions_ended: sessions }
    return { json, text: signedOutText(user, sessions, call.options) }
  },
  'user delete': async (call) => {
    const { user, path } = await named(call)
    await confirm(call.context, call.options, async () =>
      deleteUserQuestion(user, await countRemoteGrants(call.api, { sub: user.sub })),
    )
    await call.api.act('DELETE', path)
    return { json: { ...inList(user), deleted: true }, text: deletedUserText(user) }
  },
  'session list': async (call) => {
    const { user, path } = await named(call)
    const json = await call.api.list(`${path}/sessions`)
    const shown = json as unknown as readonly SessionDocument[]
    return { json, text: sessionsText(call.context.terminal.style, user, shown) }
  },
  'session end': async (call) => {
    const { user, path } = await named(call)
    const id = call.args[1] ?? ''
    const all = (await call.api.list(`${path}/sessions`)) as unknown as readonly SessionDocument[]
    const [session, ...more] = all.filter(({ session_id: one }) => id !== '' && one.startsWith(id))
    if (more.length > 0) {
      throw new CommandRefused(`Several sessions begin with ${printable(id)}; give more of the id`)
    }
    if (session === undefined) {
      throw new CommandRefused(
        `${calledUser(user)} has no session ${printable(id)}; see which there are: ${nextCommand(call.options, `session list ${quoted(user.sub)}`)}`,
      )
    }
    await call.api.act('DELETE', `${path}/sessions/${segment(session.session_id)}`)
    return { json: { ...session, ended: true }, text: endedSessionText(user, session) }
  },
}

/** Without what only the document of a user alone has (`documents/user.ts`). */
function inList(user: UserDocument): object {
  const {
    email_verified: _,
    username_is_own: __,
    has_password: ___,
    identities: ____,
    sessions: _____,
    live_grants: ______,
    ...rest
  } = user as UserDocument & Record<string, unknown>
  return rest
}
