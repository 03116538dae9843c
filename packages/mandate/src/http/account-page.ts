/**
 * The account page as a response: which apps can act for the account, and how its owner signs in.
 */

import type { FastifyReply } from 'fastify'
import { findResource } from '../oauth/resource-lookup.ts'
import { type AccountNotice, accountPage, type WaysInProps } from '../pages/account.ts'
import { shownName } from '../people/account.ts'
import { listConnections } from '../people/connections.ts'
import type { Account, Identity } from '../store/records.ts'
import type { ExternalWay } from '../ways/way.ts'
import type { HttpContext } from './context.ts'
import { pageProps } from './page-props.ts'
import { sendPage } from './page-response.ts'

/** The page with the current connections of the account and the result of the last action. */
export async function sendAccount(
  context: HttpContext,
  reply: FastifyReply,
  {
    account,
    notice,
    before,
  }: {
    readonly account: Account
    readonly notice: AccountNotice | null
    readonly before?: string | undefined
  },
): Promise<FastifyReply> {
  const { store, clock, settings } = context
  const now = clock.now()
  const { connections, older } = await listConnections(store, account.id, { now, before })
  const uris = [...new Set(connections.flatMap((connection) => connection.resource))]
  const found = await Promise.all(uris.map((uri) => findResource(store.resources, uri)))
  const names = new Map(uris.map((uri, place) => [uri, found[place]?.name ?? uri]))
  return sendPage(reply, {
    status: 200,
    html: accountPage({
      ...pageProps(context, reply.request, { account }),
      now,
      email: shownName(account),
      connections: connections.map((connection) => ({
        clientId: connection.client.id,
        name: connection.client.name,
        scope: connection.scope,
        resources: connection.resource.map((uri) => names.get(uri) ?? uri),
        since: connection.since,
        lastUsed: connection.lastUsedAt,
        liveGrants: connection.liveGrants,
      })),
      disconnect: { action: '/account/disconnect', hidden: { account: account.id } },
      scopeTexts: settings.scopes,
      signOut: { action: '/sign-out' },
      notice,
      waysIn: await waysInOf(context, account),
      part: {
        isFirst: before === undefined,
        older: older === null ? null : `/account?before=${encodeURIComponent(older)}`,
      },
    }),
    // Sign-out may redirect to another site, and so may the sign-in that an action needs.
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

/** Null if there is nothing to choose. */
async function waysInOf(context: HttpContext, account: Account): Promise<WaysInProps | null> {
  const { ways, store } = context
  const identities = await store.accounts.listIdentities(account.id)
  const connected = identities.map(({ provider }) => ways.ofProvider(provider))
  const missing = ways.all.filter(
    (way): way is ExternalWay =>
      way.is === 'external' && way.asksToLink && !connected.includes(way),
  )
  const hasPassword = ways.form !== undefined && account.passwordHash !== null
  if (missing.length + identities.length + Number(hasPassword) < 2) return null
  return {
    hasPassword,
    identities: identities.map((identity) => ({
      label: labelOf(context, identity),
      since: identity.createdAt,
      fields: { provider: identity.provider, subject: identity.subject },
    })),
    connectable: missing.map(({ name, label }) => ({ label, fields: { way: name } })),
    connect: { action: '/account/connect', hidden: { account: account.id } },
    disconnect: { action: '/account/disconnect-way', hidden: { account: account.id } },
  }
}

/** A provider that is no longer in the settings is shown by its stored name. */
export function labelOf({ ways }: HttpContext, { provider }: Pick<Identity, 'provider'>) {
  return ways.ofProvider(provider)?.label ?? URL.parse(provider)?.host ?? provider
}
