/** `/account/sessions`: the browsers that are signed in, and the acts that sign them out. */

import type { FastifyReply } from 'fastify'
import { endSessionOf, signOutElsewhere } from '../../operations/sessions.ts'
import {
  endOthersQuestion,
  othersEnded,
  type ShownSession,
  sessionEnded,
  sessionsPage,
  sessionWasOver,
} from '../../pages/account/sessions.ts'
import type { Told } from '../../pages/account/shell.ts'
import { isSessionLive, type SignedIn } from '../../people/session.ts'
import type { Session } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'

const PATH = '/account/sessions'
const onSessionsPage = { place: 'sessions', address: PATH, show: sendSessions } as const

export const sessionsOfAccount = accountPage({
  path: PATH,
  show: (context, exchange, signedIn) =>
    sendSessions(context, exchange, { signedIn, notice: null }),
})

export const endOneSession = accountAct({
  name: 'end_session',
  path: '/account/sessions/end',
  page: onSessionsPage,
  needsRecentSignIn: false,
  read: (form) => ({ session: form.required('session') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const { account, session } = signedIn
    const id = fields.session
    const others = await othersOf(context, signedIn)
    const found = id === session.id ? undefined : others.find((one) => one.id === id)
    const actor = accountActor(exchange, account)
    const outcome =
      found && (await endSessionOf(context, actor, { accountId: account.id, id: found.id }))
    const notice = outcome?.is === 'ended' ? sessionEnded(found?.agent ?? '') : sessionWasOver
    return sendSessions(context, exchange, { signedIn, notice })
  },
})

export const endOtherSessions = accountAct({
  name: 'end_other_sessions',
  path: '/account/sessions/end-others',
  page: onSessionsPage,
  // Otherwise a thief with the unlocked laptop could sign its owner out.
  needsRecentSignIn: true,
  read: () => ({}),
  confirm: async (context, exchange, { signedIn }) => {
    const { words } = deskProps(context, exchange, signedIn.account)
    return endOthersQuestion(words, (await othersOf(context, signedIn)).length)
  },
  perform: async (context, exchange, { signedIn }) => {
    const { account, session } = signedIn
    const actor = accountActor(exchange, account)
    const shown = (await othersOf(context, signedIn)).length
    await signOutElsewhere(context, actor, { kept: session })
    return sendSessions(context, exchange, { signedIn, notice: othersEnded(shown) })
  },
})

/** The page with the account's sessions, and the result of the last act. */
async function sendSessions(
  context: HttpContext,
  exchange: Exchange,
  { signedIn, notice }: { readonly signedIn: SignedIn; readonly notice: Told | null },
): Promise<FastifyReply> {
  const { account, session } = signedIn
  const hidden = { account: account.id }
  const others = await othersOf(context, signedIn)
  const known = await context.store.knownBrowsers.listOf(account.id)
  const isElsewhere = others.length > 0 || known.some(({ browser }) => browser !== session.browser)
  return sendPage(exchange.reply, {
    status: 200,
    html: sessionsPage({
      ...deskProps(context, exchange, account),
      notice,
      now: context.clock.now(),
      here: shown(session),
      others: others.toSorted((one, other) => other.lastSeenAt - one.lastSeenAt).map(shown),
      end: { action: endOneSession.path, hidden },
      endOthers: isElsewhere ? { action: endOtherSessions.path, hidden } : null,
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

/** Those in which somebody is still signed in. */
async function othersOf(
  { store, clock, settings }: HttpContext,
  { account, session }: SignedIn,
): Promise<readonly Session[]> {
  const now = clock.now()
  const all = await store.sessions.listOf(account.id)
  return all.filter((one) => one.id !== session.id && isSessionLive(one, { now, settings }))
}

function shown(session: Session): ShownSession {
  const { id, agent, network, startedAt, lastSeenAt, isKept, expiresAt } = session
  return {
    ...{ id, agent, network, since: startedAt, lastSeen: lastSeenAt },
    keptUntil: isKept ? expiresAt : null,
  }
}
