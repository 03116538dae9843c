/** `/console/issuers` and `/console/issuers/:id`. */

import {
  ISSUERS,
  type IssuerProps,
  issuerPage,
  issuersPage,
  type ListedIssuer,
} from '../../pages/console/issuers.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const ROWS = 50
/** Of more clients than this, the others are shown by their ids. */
const MOST_NAMED = 50

export const noSuchIssuer = (visit: Visit) =>
  sendMissing(visit, { current: 'issuers', what: 'issuer' })

export function issuerOf({ store }: HttpContext, { params }: Visit) {
  return store.trustedIssuers.find(params['id'] ?? '')
}

export const issuersInConsole = consolePage({
  path: ISSUERS,
  needs: 'settings:read',
  show: async ({ store }, visit) => {
    const from = visit.query.one('from')
    const { rows, next } = await store.trustedIssuers.list({ after: from, limit: ROWS })
    return sendConsole(
      visit,
      issuersPage({
        ...{ ...visit.props, issuers: rows.map(listed) },
        first: from === undefined ? null : ISSUERS,
        next: next && listAddress(ISSUERS, { from: next }),
        canChange: may(visit, 'settings:write'),
      }),
    )
  },
})

export const issuerInConsole = consolePage({
  path: `${ISSUERS}/:id`,
  needs: 'settings:read',
  show: async (context, visit) => {
    const one = await issuerOf(context, visit)
    if (one === undefined) return noSuchIssuer(visit)
    const { id, tenant, jwks, jwksUri, algorithms, maxLifetimeSeconds, disabledAt } = one
    const issuer = {
      ...{ ...listed(one), id, tenant, algorithms, maxLifetimeSeconds, disabledAt },
      keys: jwks === null ? jwksUri : jwks.keys.length,
      people: one.purpose === 'workload' ? null : await peopleOf(context, one),
      isSingleUse: one.singleUse,
    }
    const canChange = may(visit, 'settings:write')
    return sendConsole(visit, issuerPage({ ...visit.props, issuer, canChange }))
  },
})

function listed(one: TrustedIssuer): ListedIssuer {
  const { id, name, customer, issuer, purpose, createdAt, disabledAt } = one
  return {
    ...{ address: placeOf('issuers', id), name, customer, issuer, purpose, createdAt },
    isDisabled: disabledAt !== null,
  }
}

async function peopleOf(
  { store }: HttpContext,
  { provider, provisions, clients, scope, resources, logoutAudience }: TrustedIssuer,
): Promise<IssuerProps['issuer']['people']> {
  const named = Object.entries(clients).map(async ([id, own], place) => {
    const client = place < MOST_NAMED ? await store.clients.find(id) : undefined
    const name = client?.name ?? id
    return { name, address: placeOf('clients', id), scope: own === '' ? scope : own }
  })
  return {
    ...{ provider, provisions, apis: resources, logoutAudience },
    clients: await Promise.all(named),
  }
}
