/** `/console/webhooks` and `/console/webhooks/:id`. */

import type { Fact } from '../../facts/fact.ts'
import { findWebhook } from '../../operations/webhooks.ts'
import { webhookPage } from '../../pages/console/webhook.ts'
import { type ListedWebhook, WEBHOOKS, webhooksPage } from '../../pages/console/webhooks.ts'
import type { Delivery, Endpoint } from '../../store/records.ts'
import { eventTypeOf, isWanted } from '../../webhooks/event-types.ts'
import type { HttpContext } from '../context.ts'
import { healthOf, shownDelivery } from './endpoint-health.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const ROWS = 25
const DELIVERIES = 50
/** Rotations of all endpoints that are looked at. */
const ROTATIONS = 200

/** The webhook of this page. Rejects only with `StorageUnavailable`. */
export function webhookOf(
  { store }: HttpContext,
  { params }: Visit,
): Promise<Endpoint | undefined> {
  return findWebhook(store, params['id'] ?? '')
}

export const noSuchWebhook = (visit: Visit) =>
  sendMissing(visit, { current: 'webhooks', what: 'webhook' })

export const webhooksInConsole = consolePage({
  path: WEBHOOKS,
  needs: 'webhooks:read',
  show: async (context, visit) => {
    const from = visit.query.one('from')
    const { rows, next } = await context.store.endpoints.list('webhook', {
      ...{ after: from, limit: ROWS },
    })
    return sendConsole(
      visit,
      webhooksPage({
        ...visit.props,
        webhooks: await Promise.all(rows.map((webhook) => listed(context, webhook))),
        first: from === undefined ? null : WEBHOOKS,
        next: next && listAddress(WEBHOOKS, { from: next }),
        canCreate: may(visit, 'webhooks:write'),
      }),
    )
  },
})

export const webhookInConsole = consolePage({
  path: `${WEBHOOKS}/:id`,
  needs: 'webhooks:read',
  show: async (context, visit) => {
    const { store, settings } = context
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const { id, events, createdAt, secret } = webhook
    const list = (state: 'waiting' | 'dead' | 'delivered') =>
      store.endpoints.listDeliveries(id, { state, limit: DELIVERIES })
    const [shown, secretSince] = await Promise.all([
      listed(context, webhook),
      secretAge(context, webhook),
    ])
    const [waiting, delivered, dead] = await Promise.all([
      list('waiting'),
      list('delivered'),
      list('dead'),
    ])
    const row = (delivery: Delivery) => shownDelivery(visit, delivery)
    return sendConsole(
      visit,
      webhookPage({
        ...visit.props,
        webhook: {
          ...{ ...shown, id, events, createdAt, secretSince },
          previousSecretUntil: secret?.previous?.expiresAt ?? null,
        },
        deliveries: [...waiting, ...delivered].slice(0, DELIVERIES).map(row),
        dead: dead.map(row),
        most: DELIVERIES,
        keptSeconds: keptSeconds(settings),
        canChange: may(visit, 'webhooks:write'),
      }),
    )
  },
})

/** For how long an event can be sent again. */
export function keptSeconds({ auditDays }: HttpContext['settings']): number {
  return auditDays * 24 * 60 * 60
}

async function listed(context: HttpContext, webhook: Endpoint): Promise<ListedWebhook> {
  const { id, name, url, events } = webhook
  const isFor = (fact: Fact) => {
    const type = eventTypeOf(fact)
    return type !== undefined && isWanted(events, type.name)
  }
  const health = await healthOf(context, webhook, isFor)
  return { name, url, host: new URL(url).host, health, address: placeOf('webhooks', id) }
}

/** When the secret was made; null if nobody knows any more. */
async function secretAge(
  { store, settings, clock }: HttpContext,
  { id, createdAt }: Endpoint,
): Promise<number | null> {
  const what = 'endpoint.secret_rotated'
  const { facts } = await store.facts.search({ what }, { limit: ROTATIONS })
  const last = facts.find((fact) => fact.kind === what && fact.endpointId === id)
  if (last !== undefined) return Math.floor(last.atMs / 1_000)
  return createdAt >= clock.now() - keptSeconds(settings) ? createdAt : null
}
