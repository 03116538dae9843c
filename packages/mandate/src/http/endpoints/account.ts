/** `/account`: which apps act for me, and a button that ends each before the page is back. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AccountNotice, accountPage } from '../../pages/account.ts'
import { scopeInWords } from '../../pages/scope.ts'
import { disconnect, listConnections } from '../../people/connections.ts'
import type { Account } from '../../store/records.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const showAccount =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return reply.redirect('/sign-in', 303)
    return sendAccount(context, reply, { account: signedIn.account, notice: null })
  }

/** The page that comes back is sent after the grants are dead, not before. */
export const disconnectApp =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return reply.redirect('/sign-in', 303)
    const { account } = signedIn
    const clientId = formParameters(request).required('client_id')
    const client = await context.store.clients.find(clientId)
    const ended = await disconnect(
      context.store,
      { accountId: account.id, clientId },
      context.clock.now(),
    )
    const notice: AccountNotice =
      client === undefined || !ended
        ? { kind: 'not_connected' }
        : { kind: 'disconnected', name: client.name }
    return sendAccount(context, reply, { account, notice })
  }

async function sendAccount(
  context: HttpContext,
  reply: FastifyReply,
  { account, notice }: { readonly account: Account; readonly notice: AccountNotice | null },
): Promise<FastifyReply> {
  const { store, clock, settings } = context
  const now = clock.now()
  const { connections } = await listConnections(store, account.id, now)
  const uris = [...new Set(connections.flatMap((connection) => connection.resource))]
  const found = await Promise.all(uris.map((uri) => store.resources.findByUri(uri)))
  const names = new Map(found.flatMap((api) => (api === undefined ? [] : [[api.uri, api.name]])))
  return sendPage(reply, {
    status: 200,
    html: accountPage({
      brandName: settings.brandName,
      now,
      email: account.email,
      connections: connections.map((connection) => ({
        clientId: connection.client.id,
        name: connection.client.name,
        scope: scopeInWords(connection.scope.join(' '), settings.scopes),
        resources: connection.resource.map((uri) => names.get(uri) ?? uri),
        since: connection.since,
        lastUsed: connection.lastUsedAt,
        liveGrants: connection.liveGrants,
      })),
      disconnect: { action: '/account/disconnect' },
      signOut: { action: '/sign-out' },
      notice,
    }),
  })
}
