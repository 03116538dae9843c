/** What webhooks were sent, what waits and what was given up; sending again, and a test. */

import { deliveryDocument } from '../../../documents/webhook.ts'
import { type Replay, replayWebhook, testWebhook } from '../../../operations/webhook-deliveries.ts'
import { findWebhook } from '../../../operations/webhooks.ts'
import type { DeliveryState } from '../../../store/port.ts'
import type { Delivery } from '../../../store/records.ts'
import { schemaOf } from '../../../webhooks/event-type.ts'
import { eventTypes } from '../../../webhooks/event-types.ts'
import type { HttpContext } from '../../context.ts'
import { act, type Endpoint, listing } from '../endpoint.ts'
import { noSuch, notValid } from '../refusals.ts'
import {
  choice,
  flag,
  identifier,
  list,
  optional,
  orNull,
  pageOf,
  shape,
  Type,
  time,
  whole,
} from '../schema.ts'

const PATH = '/webhooks/{webhook_id}'
/** In the order in which a list of all has them. */
const STATES: readonly DeliveryState[] = ['waiting', 'dead', 'delivered']
const moment = (description: string) => orNull(time(description))
const status = orNull(
  whole('The status of the answer; null if there was none.', { from: 100, to: 999 }),
)
const problem = orNull(Type.String({ description: 'Why it failed; null if it did not.' }))
const answered = Type.String({ description: 'How the answer begins, with odd characters escaped.' })

const deliverySchema = shape(
  {
    event_id: identifier('The id of the event, which each request has as `webhook-id`.'),
    type: Type.String({ description: 'The type of the event.' }),
    state: choice(STATES, 'It waits, was given up, or is one of the newest that arrived.'),
    attempts: whole('How often it was tried.', { from: 0, to: 2 ** 53 - 1 }),
    happened_at: moment('When it happened'),
    last_tried_at: moment('When it was tried last'),
    next_try_at: moment('When it is tried next'),
    tries: Type.Array(
      shape({
        at: moment('When'),
        took_ms: whole('How long it took.', { from: 0, to: 2 ** 53 - 1 }),
        ...{ status, problem, answer: answered },
      }),
      { description: 'The latest tries, oldest first.' },
    ),
  },
  { title: 'WebhookDelivery' },
)

export const webhookDeliveries: readonly Endpoint[] = [
  listing({
    id: 'listWebhookEventTypes',
    path: '/webhook-event-types',
    summary: 'List the types of events, each as the JSON Schema of its payload',
    needs: 'webhooks:read',
    answer: pageOf('WebhookEventTypePage', Type.Object({}, { additionalProperties: true })),
    run: async () => ({ rows: eventTypes.map(schemaOf), next: null }),
  }),
  listing({
    id: 'listWebhookDeliveries',
    path: `${PATH}/deliveries`,
    summary: 'List what waits, what was given up, and what arrived lately, newest events first',
    needs: 'webhooks:read',
    query: { state: optional(choice(STATES, 'Only those in this state.')) },
    answer: pageOf('WebhookDeliveryPage', deliverySchema),
    run: async ({ context, params, query, page }) => {
      const { id } = await webhookOf(context, params)
      const wanted = query.state === undefined ? STATES : [query.state]
      const { rows, next } = await deliveriesOf(context, { id, wanted, ...page })
      return { rows: rows.map(deliveryDocument), next }
    },
  }),
  act({
    id: 'replayWebhook',
    path: `${PATH}/replay`,
    summary: 'Send events again, as if for the first time',
    description: 'While the webhook is paused, they wait.',
    needs: 'webhooks:write',
    body: shape(
      {
        events: optional(list(identifier('An event.'), 'These, whether they arrived or not.')),
        dead: optional(flag('All that were given up.')),
        since: optional(time('Everything since this time, in order')),
      },
      { title: 'WebhookReplay', description: 'One of these.' },
    ),
    answer: shape({
      webhook_id: identifier('Its id.'),
      count: optional(
        whole('How many; absent with `since`.', { from: 0, to: Number.MAX_SAFE_INTEGER }),
      ),
    }),
    run: async ({ context, actor, params, body }) => {
      const { id } = await webhookOf(context, params)
      const outcome = await replayWebhook(context, actor, { id, what: replayed(body) })
      switch (outcome.is) {
        case 'no_such_webhook':
          throw noSuch('webhook')
        case 'no_such_event':
          throw notValid(`There is no event ${outcome.event} any more.`, '/events')
        case 'too_long_ago':
          throw notValid(
            `What happened is kept for ${outcome.keptSeconds} seconds only; give a later time.`,
            '/since',
          )
        case 'replayed':
          return { webhook_id: id, count: outcome.count }
        case 'rewound':
          return { webhook_id: id }
      }
    },
  }),
  act({
    id: 'testWebhook',
    path: `${PATH}/test`,
    summary: 'Send an event that means nothing, once, and answer what came of it',
    description: 'Also to a webhook that is paused. Takes up to 15 seconds.',
    needs: 'webhooks:write',
    answer: shape({
      ...{ webhook_id: identifier('Its id.'), status, problem, answer: answered },
    }),
    run: async ({ context, actor, params: { webhook_id: id } }) => {
      const outcome = await testWebhook(context, actor, { id })
      if (outcome.is === 'no_such_webhook') throw noSuch('webhook')
      const { is: _, ...tried } = outcome
      return { webhook_id: id, ...tried }
    },
  }),
]

async function webhookOf(
  { store }: HttpContext,
  { webhook_id: id }: { readonly webhook_id: string },
) {
  const webhook = await findWebhook(store, id)
  if (webhook === undefined) throw noSuch('webhook')
  return webhook
}

/** A page through several states, one after the other. The place is `state atMs factId`. */
async function deliveriesOf(
  { store }: HttpContext,
  {
    id,
    wanted,
    after,
    limit,
  }: {
    readonly id: string
    readonly wanted: readonly DeliveryState[]
    readonly after?: string | null | undefined
    readonly limit: number
  },
) {
  const [from, atMs, factId = ''] = after?.split(' ') ?? []
  const rows: Delivery[] = []
  const first = from === undefined ? 0 : (wanted as readonly string[]).indexOf(from)
  for (const state of wanted.slice(first)) {
    const place = state === from ? { after: { atMs: Number(atMs), id: factId } } : {}
    const left = limit - rows.length
    rows.push(...(await store.endpoints.listDeliveries(id, { state, ...place, limit: left })))
    if (rows.length >= limit) break
  }
  const last = rows.length < limit ? undefined : rows.at(-1)
  const next = last === undefined ? null : `${last.state} ${last.factAtMs} ${last.factId}`
  return { rows, next }
}

/** Throws `Problem` (422). */
function replayed({
  events,
  dead,
  since,
}: {
  readonly events?: readonly string[]
  readonly dead?: boolean
  readonly since?: number
}): Replay {
  const given = [events !== undefined, dead === true, since !== undefined].filter(Boolean)
  if (given.length !== 1) throw notValid('Give events, dead or since, and only one of them.', '')
  if (events !== undefined) return { events }
  return since === undefined ? { dead: true } : { since }
}
