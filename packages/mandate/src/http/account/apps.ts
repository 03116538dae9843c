/**
 * `/account`: which apps can act for the account, and the acts that disconnect them, take back one
 * permission, or lower limits.
 */

import type { FastifyReply } from 'fastify'
import type { DetailsId } from '../../grants/grant.ts'
import { grantedDetails } from '../../oauth/details/granted.ts'
import { type ShownDetail, shownDetails } from '../../oauth/details/shown.ts'
import { findResource } from '../../oauth/resource-lookup.ts'
import {
  allowIssuerAgain,
  disconnectAll,
  disconnectClient,
  disconnectInstallation,
  endDelegate,
  findPermission,
  takeBackPermission,
} from '../../operations/connections.ts'
import { type LoweringOutcome, lowerLimitsOfGrant } from '../../operations/lowering.ts'
import {
  allDisconnected,
  allowedAgain,
  appDisconnected,
  appNotConnected,
  appsPage,
  disconnectAllQuestion,
  installationDisconnected,
  lastPermission,
  limitsLowered,
  limitsRefused,
  limitsUnchanged,
  permissionTakenBack,
  takeBackQuestion,
} from '../../pages/account/apps.ts'
import { delegateEnded } from '../../pages/account/delegates.ts'
import type { Told } from '../../pages/account/shell.ts'
import { type Connections, keptOutOf, listConnections } from '../../people/connections.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { logoAddress } from '../endpoints/client-logo.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { queryParameters } from '../request.ts'
import { wantedLimits } from '../wanted-limits.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage, FIRST_PAGE } from './page.ts'

/** How many connections of one app are listed; the rest is counted. */
const MOST_LISTED = 20

export const appsOfAccount = accountPage({
  path: FIRST_PAGE,
  show: (context, exchange, signedIn) => {
    const before = queryParameters(exchange.request).one('before')
    return sendApps(context, exchange, { signedIn, notice: null, before })
  },
})

const onAppsPage = { place: 'apps', address: FIRST_PAGE, show: sendApps } as const

/** Each of these acts answers only after the grants have ended. */
export const disconnectApp = accountAct({
  name: 'disconnect',
  path: '/account/disconnect',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ client_id: form.required('client_id') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const outcome = await disconnectClient(context, actor, { clientId: fields.client_id })
    const notice =
      outcome.is === 'disconnected' ? appDisconnected(outcome.client.name) : appNotConnected
    return sendApps(context, exchange, { signedIn, notice })
  },
})

export const disconnectOne = accountAct({
  name: 'disconnect_installation',
  path: '/account/disconnect-installation',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ grant: form.required('grant') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const outcome = await disconnectInstallation(context, actor, { grantId: fields.grant })
    const notice =
      outcome.is === 'disconnected'
        ? installationDisconnected(outcome.client.name)
        : appNotConnected
    return sendApps(context, exchange, { signedIn, notice })
  },
})

export const endDelegateAct = accountAct({
  name: 'end_delegate',
  path: '/account/end-delegate',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ grant: form.required('grant') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const outcome = await endDelegate(context, actor, { grantId: fields.grant })
    const notice =
      outcome.is === 'disconnected' ? delegateEnded(outcome.client.name) : appNotConnected
    return sendApps(context, exchange, { signedIn, notice })
  },
})

export const disconnectEverything = accountAct({
  name: 'disconnect_all',
  path: '/account/disconnect-all',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: () => ({}),
  confirm: async (context, { request }, { signedIn }) =>
    disconnectAllQuestion(pageProps(context, request, signedIn).words),
  perform: async (context, exchange, { signedIn }) => {
    await disconnectAll(context, accountActor(exchange, signedIn.account), {})
    return sendApps(context, exchange, { signedIn, notice: allDisconnected })
  },
})

/** Lets an organization connect an app again that the person had disconnected. */
export const allowAgain = accountAct({
  name: 'allow_again',
  path: '/account/allow-again',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ issuer: form.required('issuer'), client_id: form.required('client_id') }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const asked = { issuerId: fields.issuer, clientId: fields.client_id }
    const outcome = await allowIssuerAgain(context, actor, asked)
    const notice =
      outcome.is === 'allowed' ? allowedAgain(outcome.issuer, outcome.client) : appNotConnected
    return sendApps(context, exchange, { signedIn, notice })
  },
})

export const takeBack = accountAct({
  name: 'take_back',
  path: '/account/take-back',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ grant: form.required('grant'), scope: form.required('scope') }),
  confirm: async (context, exchange, { signedIn, fields }) => {
    const asked = { grantId: fields.grant, scope: fields.scope }
    const found = await findPermission(context.store, signedIn.account.id, asked)
    if (found.is !== 'possible') return null
    const { words } = pageProps(context, exchange.request, signedIn)
    const { scopes: scopeTexts } = context.settings
    return takeBackQuestion({ words, scopeTexts }, { ...found, client: found.client.name })
  },
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const asked = { grantId: fields.grant, scope: fields.scope }
    const outcome = await takeBackPermission(context, actor, asked)
    const { scopes: scopeTexts } = context.settings
    return sendApps(context, exchange, {
      signedIn,
      notice:
        outcome.is === 'taken_back'
          ? permissionTakenBack(outcome.client.name, { taken: outcome.taken, scopeTexts })
          : outcome.is === 'last'
            ? lastPermission
            : appNotConnected,
    })
  },
})

export const lowerLimits = accountAct({
  name: 'lower_limits',
  path: '/account/lower-limits',
  page: onAppsPage,
  needsRecentSignIn: false,
  read: (form) => ({ grant: form.required('grant'), limits: JSON.stringify(wantedLimits(form)) }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const actor = accountActor(exchange, signedIn.account)
    const asked = { grantId: fields.grant, wanted: JSON.parse(fields.limits) }
    const outcome = await lowerLimitsOfGrant(context, actor, asked)
    return sendApps(context, exchange, { signedIn, notice: loweringTold(outcome) })
  },
})

function loweringTold(outcome: LoweringOutcome): Told {
  switch (outcome.is) {
    case 'lowered':
      return limitsLowered(outcome.client.name)
    case 'unchanged':
      return limitsUnchanged
    case 'refused':
      return limitsRefused(outcome.because)
    case 'not_connected':
      return appNotConnected
  }
}

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
  const found = await Promise.all(uris.map((uri) => findResource(context, uri)))
  const names = new Map(uris.map((uri, place) => [uri, found[place]?.name ?? uri]))
  const named = (resource: readonly string[]) => resource.map((uri) => names.get(uri) ?? uri)
  const details = await detailsOf(context, connections)
  const hidden = { account: account.id }
  return sendPage(exchange.reply, {
    status: 200,
    html: appsPage({
      ...deskProps(context, exchange, account),
      now,
      apps: connections.map(({ client, installations, delegates, scope, resource, since }) => ({
        clientId: client.id,
        name: client.name,
        logo: logoAddress(client),
        installations: installations.slice(0, MOST_LISTED).map((one) => ({
          grantId: one.id,
          scope: one.scope.split(' '),
          details: details.get(one.details) ?? [],
          resources: named(one.resource),
          since: one.createdAt,
          lastUsed: one.redeemedAt,
          agent: one.connectedFrom?.agent ?? null,
          network: one.connectedFrom?.network ?? null,
          delegates: (delegates.get(one.id) ?? []).map(
            ({ installation, through, ...delegate }) => ({
              grantId: installation.id,
              name: delegate.client.name,
              through: through?.name ?? null,
              since: installation.createdAt,
            }),
          ),
        })),
        more: Math.max(0, installations.length - MOST_LISTED),
        scope,
        resources: named(resource),
        since,
      })),
      disconnect: { action: disconnectApp.path, hidden },
      disconnectInstallation: { action: disconnectOne.path, hidden },
      takeBack: { action: takeBack.path, hidden },
      lowerLimits: { action: lowerLimits.path, hidden },
      endDelegate: { action: endDelegateAct.path, hidden },
      disconnectAll: { action: disconnectEverything.path, hidden },
      keptOut: {
        apps: await keptOutOf(store, account.id),
        allowAgain: { action: allowAgain.path, hidden },
      },
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

/** The authorization details of the listed grants, each read once. */
async function detailsOf(
  { store, detailTypes }: HttpContext,
  connections: Connections['connections'],
): Promise<ReadonlyMap<DetailsId | null, readonly ShownDetail[]>> {
  const listed = connections.flatMap(({ installations }) => installations.slice(0, MOST_LISTED))
  const ids = [...new Set(listed.flatMap(({ details }) => details ?? []))]
  const found = await Promise.all(ids.map((details) => grantedDetails(store, { details })))
  return new Map(ids.map((id, place) => [id, shownDetails(detailTypes, found[place] ?? [])]))
}
