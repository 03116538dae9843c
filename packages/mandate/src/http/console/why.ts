/** `/console/why`: the ends of sessions and connections of a person, in plain words. */

import type { Fact } from '../../facts/fact.ts'
import { type ShownEnding, WHY, whyPage } from '../../pages/console/why.ts'
import type { Account, Client } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { counted } from './counts.ts'
import { findClient, findUser } from './find.ts'
import { stateOf } from './grant-view.ts'
import { clientNames } from './grants-shown.ts'
import { consolePage } from './page.ts'
import { nameOf } from './user-act.ts'
import { stateOf as stateOfUser } from './users.ts'
import { placeOf, sendConsole } from './visit.ts'

const text = consoleWords.endings
const LOOKED_AT = 300
const SHOWN = 20
const GRANTS = 50

export const whyInConsole = consolePage({
  path: WHY,
  needs: 'users:read',
  show: async (context, visit) => {
    const { query, props } = visit
    const [user = '', client = ''] = [query.one('user')?.trim(), query.one('client')?.trim()]
    const [account, app] = await Promise.all([
      user === '' ? undefined : findUser(context.store, user),
      client === '' ? undefined : findClient(context.store, client),
    ])
    const unknown =
      user !== '' && account === undefined
        ? 'user'
        : client !== '' && app === undefined
          ? 'client'
          : null
    const asked = { ...props, user, client, unknown } as const
    if (account === undefined || unknown !== null) {
      return sendConsole(visit, whyPage({ ...asked, found: null }))
    }
    const [now, endings] = await Promise.all([
      asItIs(context, account, app),
      endingsOf(context, account, app),
    ])
    return sendConsole(
      visit,
      whyPage({
        ...asked,
        found: {
          user: { name: nameOf(account), address: placeOf('users', account.id) },
          client: app ? { name: app.name, address: placeOf('clients', app.id) } : null,
          ...{ now, endings, keptSeconds: context.settings.auditDays * 24 * 60 * 60 },
        },
      }),
    )
  },
})

/** How things are now, a sentence each. */
async function asItIs(
  { store, clock }: HttpContext,
  account: Account,
  app: Client | undefined,
): Promise<readonly string[]> {
  const accounts = {
    active: text.accountActive,
    disabled: text.accountDisabled,
    toBeDeleted: text.accountToBeDeleted,
  }
  const [sessions, { installations }] = await Promise.all([
    store.sessions.listOf(account.id),
    store.grants.listNewest(account.id, { now: clock.now() }),
  ])
  const live = installations.filter(({ clientId }) => clientId === app?.id).length
  return [
    accounts[stateOfUser(account)],
    text.sessions(counted(sessions.length, 'session')),
    ...(app === undefined
      ? []
      : [
          app.disabledAt === null ? text.clientActive : text.clientDisabled,
          live > 0 ? text.connected(counted(live, 'grant')) : text.notConnected,
        ]),
  ]
}

/**
 * From what was recorded about the account, and from grants whose refresh token has expired, which is
 * nobody's act and so is no fact.
 */
async function endingsOf(
  { store, clock }: HttpContext,
  { id: accountId }: Account,
  app: Client | undefined,
): Promise<readonly ShownEnding[]> {
  const now = clock.now()
  const whose = { accountId, ...(app !== undefined && { clientId: app.id }) }
  const [facts, { rows }] = await Promise.all([
    store.facts.listOf(accountId, { limit: LOOKED_AT }),
    store.grants.listLatest(whose, { limit: GRANTS }),
  ])
  const told = facts.flatMap((fact) => {
    const isOfOther = app !== undefined && fact.clientId !== undefined && fact.clientId !== app.id
    const ending = isOfOther ? undefined : endingOf(fact)
    return ending ? [{ ...ending, at: Math.floor(fact.atMs / 1000), clientId: fact.clientId }] : []
  })
  const expired = rows
    .filter((grant) => stateOf(grant, now) === 'expired')
    .map(({ expiresAt, clientId }) => ({ ...causeOf('expired'), at: expiresAt, clientId }))
  const all = [...told, ...expired].toSorted((one, other) => other.at - one.at).slice(0, SHOWN)
  const names = await clientNames(
    store,
    all.flatMap(({ clientId }) => (clientId ? [{ clientId }] : [])),
  )
  return all.map(({ clientId, ...ending }) => ({
    ...ending,
    clientName: clientId === undefined ? null : (names.get(clientId) ?? clientId),
  }))
}

function endingOf(fact: Fact): { readonly what: string; readonly say: string } | undefined {
  return fact.kind === 'grant.ended' || fact.kind === 'grants.ended'
    ? causeOf(fact.because)
    : text.kinds[fact.kind]
}

function causeOf(cause: string): { readonly what: string; readonly say: string } {
  return text.causes[cause] ?? { what: cause, say: text.sayNothing }
}
