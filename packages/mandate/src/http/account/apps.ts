/**
 * `/account`: which apps can act for the account, and the act that disconnects one.
 */

import type { FastifyReply } from 'fastify'
import { findResource } from '../../oauth/resource-lookup.ts'
import { disconnectClient } from '../../operations/connections.ts'
import { appDisconnected, appNotConnected, appsPage } from '../../pages/account/apps.ts'
import type { Told } from '../../pages/account/shell.ts'
import { listConnections } from '../../people/connections.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { queryParameters } from '../request.ts'
import { accountAct } from './act.ts'
import { deskProps } from './desk.ts'
import { accountPage, FIRST_PAGE } from './page.ts'

export const appsOfAccount = accountPage({
  path: FIRST_PAGE,
  show: (context, exchange, signedIn) => {
    const before = queryParameters(exchange.request).one('before')
    return sendApps(context, exchange, { signedIn, notice: null, before })
  },
})

/** Answers only after the grants have ended. */
export const disconnectApp = accountAct({
  name: 'disconnect',
  path: '/account/disconnect',
  page: { place: 'apps', address: FIRST_PAGE, show: sendApps },
  needsRecentSignIn: false,
  read: (form) => ({ client_id: form.required('client_id') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = { kind: 'account', id: signedIn.account.id } as const
    const outcome = await disconnectClient(context, actor, { clientId: fields.client_id })
    const notice =
      outcome.is === 'disconnected' ? appDisconnected(outcome.client.name) : appNotConnected
    return sendApps(context, exchange, { signedIn, notice })
  },
})

/** The page with the current connections of the account and the result of the last act. */
export async function sendApps(
  context: HttpContext,
  exchange: Exchange,
  {
    signedIn: { account },
    notice,
    before,
  }: {
    readonly signedIn: SignedIn
    readonly notice: Told | null
    readonly before?: string | undefined
  },
): Promise<FastifyReply> {
  const { store, clock, settings } = context
  const now = clock.now()
  const { connections, older } = await listConnections(store, account.id, { now, before })
  const uris = [...new Set(connections.flatMap((connection) => connection.resource))]
  const found = await Promise.all(uris.map((uri) => findResource(store.resources, uri)))
  const names = new Map(uris.map((uri, place) => [uri, found[place]?.name ?? uri]))
  return sendPage(exchange.reply, {
    status: 200,
    html: appsPage({
      ...deskProps(context, exchange, account),
      now,
      connections: connections.map((connection) => ({
        clientId: connection.client.id,
        name: connection.client.name,
        scope: connection.scope,
        resources: connection.resource.map((uri) => names.get(uri) ?? uri),
        since: connection.since,
        lastUsed: connection.lastUsedAt,
        liveGrants: connection.liveGrants,
      })),
      disconnect: { action: disconnectApp.path, hidden: { account: account.id } },
      scopeTexts: settings.scopes,
      notice,
      part: {
        isFirst: before === undefined,
        older: older === null ? null : `${FIRST_PAGE}?before=${encodeURIComponent(older)}`,
      },
    }),
    // Sign-out may redirect to another site, and so may the sign-in that an act needs.
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
