/** `/console/streams` and `/console/streams/:id`. */

import { PATHS } from '../../oauth/metadata.ts'
import { isPushed } from '../../oauth/security-events/stream-document.ts'
import { findStream } from '../../operations/event-streams.ts'
import { streamPage } from '../../pages/console/stream.ts'
import { type ListedStream, STREAMS, streamsPage } from '../../pages/console/streams.ts'
import type { Client, Endpoint } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { healthOf, shownDelivery } from './endpoint-health.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'
import { keptSeconds } from './webhooks.ts'

const ROWS = 25
const DELIVERIES = 20
const KINDS = ['security_events', 'polled_security_events'] as const

export const noSuchStream = (visit: Visit) =>
  sendMissing(visit, { current: 'streams', what: 'stream' })

/** The stream of this page and its client. Rejects only with `StorageUnavailable`. */
export async function streamOf(
  { store }: HttpContext,
  { params }: Visit,
): Promise<{ readonly stream: Endpoint; readonly client: Client } | undefined> {
  const stream = await findStream(store, params['id'] ?? '')
  const client = stream && (await store.clients.find(stream.clientId ?? ''))
  return client && { stream, client }
}

export const streamsInConsole = consolePage({
  path: STREAMS,
  needs: 'webhooks:read',
  show: async (context, visit) => {
    const { endpoints, clients } = context.store
    const from = visit.query.one('from')
    const page = { after: from, limit: ROWS }
    const pages = await Promise.all(KINDS.map((kind) => endpoints.list(kind, page)))
    const all = pages.flatMap(({ rows }) => rows).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const rows = all.slice(0, ROWS)
    const isMore = all.length > rows.length || pages.some(({ next }) => next !== null)
    const last = rows.at(-1)
    const streams = rows.map(async (stream) => {
      const client = await clients.find(stream.clientId ?? '')
      return listed(context, stream, client?.name ?? stream.name)
    })
    return sendConsole(
      visit,
      streamsPage({
        ...{ ...visit.props, streams: await Promise.all(streams) },
        first: from === undefined ? null : STREAMS,
        next: isMore && last !== undefined ? listAddress(STREAMS, { from: last.id }) : null,
        canCreate: may(visit, 'webhooks:write'),
      }),
    )
  },
})

export const streamInConsole = consolePage({
  path: `${STREAMS}/:id`,
  needs: 'webhooks:read',
  show: async (context, visit) => {
    const { settings, store } = context
    const found = await streamOf(context, visit)
    if (found === undefined) return noSuchStream(visit)
    const { stream, client } = found
    const { id, events, createdAt } = stream
    const states = ['waiting', 'dead', 'delivered'] as const
    const lists = await Promise.all(
      states.map((state) => store.endpoints.listDeliveries(id, { state, limit: DELIVERIES })),
    )
    return sendConsole(
      visit,
      streamPage({
        ...visit.props,
        stream: {
          ...(await listed(context, stream, client.name)),
          ...{ id, events, createdAt },
          clientAddress: placeOf('clients', client.id),
          url: isPushed(stream) ? stream.url : settings.issuer + PATHS.securityEvents,
        },
        deliveries: isPushed(stream) ? lists.flat().map((one) => shownDelivery(visit, one)) : null,
        keptSeconds: keptSeconds(settings),
        canChange: may(visit, 'webhooks:write'),
      }),
    )
  },
})

async function listed(context: HttpContext, stream: Endpoint, name: string): Promise<ListedStream> {
  // Whether a fact is an event for it takes reads for each, so only what waits is counted.
  const health = await healthOf(context, stream, () => false)
  const { id } = stream
  const address = placeOf('streams', id)
  if (isPushed(stream)) {
    const heardAt = health.lastSuccessAt
    return { name, address, health, heardAt, host: new URL(stream.url).host }
  }
  const progress = await context.store.endpoints.findProgress(id)
  const heardAt = progress === undefined ? null : Math.floor(progress.cursorMs / 1_000)
  return { name, address, health, heardAt, host: null }
}
