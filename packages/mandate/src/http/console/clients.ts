/** `/console/clients` and `/console/clients/:id`. */

import { authMethodOf } from '../../clients/authentication/methods.ts'
import { nameKey } from '../../clients/look-alike.ts'
import { profileOf } from '../../clients/metadata/profile.ts'
import { definitions } from '../../explanations/reasons.ts'
import { permissionsIn } from '../../operators/permissions.ts'
import { clientPage, type ShownRefusal } from '../../pages/console/client.ts'
import { CLIENTS, clientsPage, type ListedClient } from '../../pages/console/clients.ts'
import { EXPLANATIONS_KEPT_SECONDS } from '../../store/port.ts'
import type { Client, Explanation } from '../../store/records.ts'
import { countedGrants, liveGrantsOf } from './counts.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const ROWS = 50
const REFUSALS = 10

export const clientsInConsole = consolePage({
  path: CLIENTS,
  needs: 'clients:read',
  show: async ({ store }, visit) => {
    const begins = visit.query.one('begins')?.trim() ?? ''
    const from = visit.query.one('from')
    const page =
      begins === ''
        ? await store.clients.list({ after: from, limit: ROWS })
        : { rows: await store.clients.listNamed(nameKey(begins), ROWS), next: null }
    return sendConsole(
      visit,
      clientsPage({
        ...visit.props,
        clients: page.rows.map(listedClient),
        begins,
        first: from === undefined ? null : CLIENTS,
        next: page.next && listAddress(CLIENTS, { from: page.next }),
        canCreate: may(visit, 'clients:write'),
      }),
    )
  },
})

export const clientInConsole = consolePage({
  path: '/console/clients/:id',
  needs: 'clients:read',
  show: async (context, visit) => {
    const { store } = context
    const client = await store.clients.find(visit.params['id'] ?? '')
    if (client === undefined) return sendMissing(visit, { current: 'clients', what: 'client' })
    const clientId = client.id
    const [live, refusals] = await Promise.all([
      liveGrantsOf(context, { clientId }),
      may(visit, 'errors:read') ? store.explanations.list({ clientId }, REFUSALS) : null,
    ])
    return sendConsole(
      visit,
      clientPage({
        ...visit.props,
        client: shownClient(client),
        live: countedGrants(live),
        refusals: refusals?.map(shownRefusal) ?? null,
        keptSeconds: EXPLANATIONS_KEPT_SECONDS,
        can: {
          change: may(visit, 'clients:write') && !isMore(visit, client),
          endGrants: may(visit, 'clients:write'),
        },
      }),
    )
  },
})

/** Nobody touches a client that may do more (`operations/permitted.ts`). */
function isMore(visit: Visit, { scope }: Client): boolean {
  return [...permissionsIn(scope.split(' '))].some((permission) => !may(visit, permission))
}

function listedClient(client: Client): ListedClient {
  const { id, name, createdAt, authentication, disabledAt, registration } = client
  return {
    ...{ id, name, createdAt, address: placeOf('clients', id) },
    isPublic: authentication.method === 'none',
    isDisabled: disabledAt !== null,
    registeredBy: registration?.by ?? 'operator',
  }
}

function shownClient(client: Client): Parameters<typeof clientPage>[0]['client'] {
  const { authentication, metadata } = client
  const { method } = authentication
  return {
    ...listedClient(client),
    authentication: authMethodOf(client),
    hasSecret: method === 'secret' || method === 'client_secret_jwt',
    previousSecretUntil:
      'previous' in authentication ? (authentication.previous?.expiresAt ?? null) : null,
    ...{ redirectUris: client.redirectUris, scope: client.scope },
    ...{ optionalScope: client.optionalScope, grantTypes: client.grantTypes },
    requiresPkce: client.requirePkce || method === 'none' || profileOf(client) !== undefined,
    ...{ isTrusted: client.trusted, apis: client.defaultResources },
    refreshRetrySeconds: client.refreshRetrySeconds,
    ...{ publisher: client.publisher, website: client.clientUri },
    ...{ policy: client.policyUri, terms: client.tosUri, disabledAt: client.disabledAt },
    metadata: Object.entries(metadata).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  }
}

function shownRefusal({ id, error, reason, at }: Explanation): ShownRefusal {
  const known = Object.hasOwn(definitions, reason)
    ? definitions[reason as keyof typeof definitions]
    : undefined
  return { reference: `${error}.${id}`, title: known?.title ?? reason, at }
}
