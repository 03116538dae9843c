/** `/console/grants`, `/console/grants/:id`, and the end of one. */

import { accountOf, type Grant, type GrantId, NO_END } from '../../grants/grant.ts'
import { readSignInText } from '../../grants/sign-in-text.ts'
import { revokeGrant } from '../../operations/grants.ts'
import { grantPage } from '../../pages/console/grant.ts'
import { GRANTS, grantsPage, type ListedGrant } from '../../pages/console/grants.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { counted } from './counts.ts'
import { findUser } from './find.ts'
import { stateOf, treeOf, userNames } from './grant-view.ts'
import { clientNames } from './grants-shown.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import {
  alerted,
  done,
  goAndTell,
  may,
  placeOf,
  sendConsole,
  sendMissing,
  type Visit,
} from './visit.ts'

const ROWS = 50
const text = consoleWords.grants
const noSuchGrant = (visit: Visit) => sendMissing(visit, { current: 'grants', what: 'grant' })

export const grantsInConsole = consolePage({
  path: GRANTS,
  needs: 'grants:read',
  show: async (context, visit) => {
    const { store } = context
    const { query, props } = visit
    const [user = '', client = ''] = [query.one('user')?.trim(), query.one('client')?.trim()]
    const from = query.one('from')
    const account = user === '' ? undefined : await findUser(store, user)
    const isUserUnknown = user !== '' && account === undefined
    const whose = {
      ...(account !== undefined && { accountId: account.id }),
      ...(client !== '' && { clientId: client }),
    }
    const page = isUserUnknown
      ? { rows: [], next: null }
      : await store.grants.listLatest(whose, { before: from, limit: ROWS })
    const filter = { user, client }
    return sendConsole(
      visit,
      grantsPage({
        ...{ ...props, user, client, isUserUnknown },
        grants: await listed(context, page.rows),
        first: from === undefined ? null : listAddress(GRANTS, filter),
        next: page.next && listAddress(GRANTS, { ...filter, from: page.next }),
      }),
    )
  },
})

async function listed(
  { store, clock }: Pick<HttpContext, 'store' | 'clock'>,
  grants: readonly Grant[],
): Promise<readonly ListedGrant[]> {
  const [clients, users] = await Promise.all([clientNames(store, grants), userNames(store, grants)])
  return grants.map((grant) => {
    const accountId = accountOf(grant)
    return {
      address: placeOf('grants', grant.id),
      user:
        accountId === null
          ? null
          : { name: users.get(accountId) ?? null, address: placeOf('users', accountId) },
      client: {
        name: clients.get(grant.clientId) ?? null,
        address: placeOf('clients', grant.clientId),
      },
      ...{ scope: grant.scope, state: stateOf(grant, clock.now()) },
      ...{ createdAt: grant.createdAt, redeemedAt: grant.redeemedAt },
    }
  })
}

export const grantInConsole = consolePage({
  path: '/console/grants/:id',
  needs: 'grants:read',
  show: async (context, visit) => {
    const { store, clock } = context
    const found = await store.grants.find(visit.params['id'] as GrantId)
    if (found === undefined) return noSuchGrant(visit)
    const { grant, ancestors } = found
    const now = clock.now()
    const [[shown], tree] = await Promise.all([listed(context, [grant]), treeOf(store, found, now)])
    if (shown === undefined) return noSuchGrant(visit)
    const signIn = grant.signIn === null ? null : readSignInText(grant.signIn)
    return sendConsole(
      visit,
      grantPage({
        ...{ ...visit.props, tree, canEnd: may(visit, 'grants:write') },
        grant: {
          ...{ ...shown, id: grant.id, apis: grant.resource },
          isOverAbove: ancestors.some((one) => stateOf(one.grant, now) !== 'live'),
          refreshes: Math.max(0, grant.generation - 1),
          expiresAt: grant.expiresAt === NO_END ? null : grant.expiresAt,
          signedInBy:
            signIn === null ? [] : [...signIn.amr, ...(signIn.acr === null ? [] : [signIn.acr])],
          ...{ endedAt: grant.revokedAt, because: grant.revokedBecause },
        },
      }),
    )
  },
})

const page = ({ id = '' }: Visit['params']) => placeOf('grants', id)

export const endGrant = consoleAct({
  path: '/console/grants/:id/end',
  needs: 'grants:write',
  needsRecentSignIn: false,
  page,
  ask: async (context, visit) => {
    const { store } = context
    const found = await store.grants.find(visit.params['id'] as GrantId)
    if (found === undefined) return noSuchGrant(visit)
    const [shown] = await listed(context, [found.grant])
    const { length } = await store.grants.listDelegated(found.grant.id)
    const client = shown?.client.name ?? text.deletedClient
    const user = shown?.user
    return {
      current: 'grants',
      title: user
        ? text.endQuestion(client, user.name ?? text.deletedUser)
        : text.endItself(client),
      consequences: [
        text.endTokens,
        ...(length > 0 ? [text.endBelow(counted(length, 'grant'))] : []),
        user ? text.endConnectAgain : text.endAsksAgain,
      ],
      ...{ typed: null, button: text.endButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const grantId = visit.params['id'] as GrantId
    const { is } = await revokeGrant(context, visit.operating.actor, { grantId })
    if (is === 'no_such_grant') return noSuchGrant(visit)
    const told = is === 'revoked' ? done(text.wasEnded) : alerted(text.endedBefore)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})
