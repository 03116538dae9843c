/** Webhooks: where the platform hears of what happens, signed (Standard Webhooks). */

import { webhookDocument, webhookStateDocument } from '../../../documents/webhook.ts'
import { createAddressCheck } from '../../../fetching/fetcher.ts'
import {
  createWebhook,
  findWebhook,
  type InvalidWebhook,
  rotateWebhookSecret,
  turnWebhook,
  updateWebhook,
} from '../../../operations/webhooks.ts'
import type { HttpContext } from '../../context.ts'
import { act, change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, clockInDoubt, noSuch, notValid } from '../refusals.ts'
import {
  identifier,
  list,
  optional,
  orNull,
  pageOf,
  shape,
  Type,
  text,
  time,
  whole,
} from '../schema.ts'
import { rotationSchema } from './client-schemas.ts'
import { webhookDeliveries } from './webhook-deliveries.ts'

const PATH = '/webhooks/{webhook_id}'
const moment = (description: string) => orNull(time(description))
const events = list(
  text('An event type, or a group such as `user.*`.', 100),
  'None for all of them.',
)

/** What a change can write over, beside what names it. */
const webhookMembers = {
  webhook_id: identifier('Its id.'),
  name: text('Its name.', 200),
  url: text('Where requests are sent.'),
  events,
  created_at: time('Since when'),
  disabled_at: moment('Since when it is paused'),
  disabled_because: orNull(Type.String({ description: 'Why it is paused.' })),
  previous_secret_expires_at: moment('Until when requests have two signatures'),
}

const webhookSchema = shape(
  {
    ...webhookMembers,
    waiting: whole('How many events wait.', { from: 0, to: 2 ** 53 - 1 }),
    dead: whole('How many were given up.', { from: 0, to: 2 ** 53 - 1 }),
    delivered_until: moment('Up to when everything was sent or waits'),
    last_success_at: moment('When one arrived last'),
    failing_since: moment('Since when none arrives'),
    missed_until: moment('Until when events may have been missed'),
    webhook_secret: optional(text('Only in the answer that made it.')),
  },
  { title: 'Webhook' },
)

/** Deliveries change the counts and times, and no tag. */
const answersWebhook = { answer: webhookSchema, tag: shape(webhookMembers) }

export const webhooks: Noun = {
  name: 'Webhooks',
  description: 'Where the platform hears of what happens, signed as Standard Webhooks.',
  endpoints: [
    listing({
      id: 'listWebhooks',
      path: '/webhooks',
      summary: 'List webhooks, and how they do',
      needs: 'webhooks:read',
      answer: pageOf('WebhookPage', webhookSchema),
      run: async ({ context, page }) => {
        const { rows, next } = await context.store.endpoints.list('webhook', page)
        return { rows: await Promise.all(rows.map(({ id }) => state(context, id))), next }
      },
    }),
    creation({
      id: 'createWebhook',
      path: '/webhooks',
      summary: 'Create a webhook',
      description: 'The answer has the secret with which requests are signed.',
      needs: 'webhooks:write',
      secret: true,
      body: shape(
        { name: text('Its name.', 200), url: text('An https address.'), events: optional(events) },
        { title: 'NewWebhook' },
      ),
      answer: webhookSchema,
      location: ({ webhook_id: id }) => `/webhooks/${encodeURIComponent(id)}`,
      run: async ({ context, actor, body }) => {
        const { name, url, events: wanted = [] } = body
        const outcome = await createWebhook(withCheck(context), actor, {
          ...{ name, url, events: wanted },
        })
        if (outcome.is === 'invalid') throw invalid(outcome)
        return { ...(await state(context, outcome.webhook.id)), webhook_secret: outcome.secret }
      },
    }),
    read({
      id: 'readWebhook',
      path: PATH,
      summary: 'Read a webhook, and how it does',
      needs: 'webhooks:read',
      ...answersWebhook,
      run: ({ context, params }) => state(context, params.webhook_id),
    }),
    change({
      id: 'updateWebhook',
      path: PATH,
      summary: 'Change the name, the address or the events of a webhook',
      needs: 'webhooks:write',
      body: shape(
        {
          name: optional(text('Its name.', 200)),
          url: optional(text('An https address.')),
          events: optional(events),
        },
        { title: 'WebhookChange' },
      ),
      ...answersWebhook,
      current: ({ context, params }) => findWebhook(context.store, params.webhook_id),
      document: webhookDocument,
      run: async ({ context, actor, params: { webhook_id: id }, body, asRead }) => {
        const outcome = await updateWebhook(withCheck(context), actor, {
          ...{ id, change: body, revision: asRead?.revision },
        })
        if (outcome.is === 'no_such_webhook') throw noSuch('webhook')
        if (outcome.is === 'changed_meanwhile') throw changedMeanwhile()
        if (outcome.is === 'invalid') throw invalid(outcome)
        return state(context, id)
      },
    }),
    removal({
      id: 'deleteWebhook',
      path: PATH,
      summary: 'Delete a webhook, and what waits to be sent',
      needs: 'webhooks:write',
      run: async ({ context, actor, params: { webhook_id: id } }) => {
        const { is } = await turnWebhook(context, actor, { id, turn: 'delete' })
        if (is === 'no_such_webhook') throw noSuch('webhook')
      },
    }),
    act({
      id: 'disableWebhook',
      path: `${PATH}/disable`,
      summary: 'Pause a webhook; what happens meanwhile is sent when it is enabled again',
      needs: 'webhooks:write',
      ...answersWebhook,
      run: async ({ context, actor, params: { webhook_id: id } }) => {
        await turnWebhook(context, actor, { id, turn: 'disable' })
        return state(context, id)
      },
    }),
    act({
      id: 'enableWebhook',
      path: `${PATH}/enable`,
      summary: 'Go on where a webhook was paused',
      needs: 'webhooks:write',
      ...answersWebhook,
      run: async ({ context, actor, params: { webhook_id: id } }) => {
        await turnWebhook(context, actor, { id, turn: 'enable' })
        return state(context, id)
      },
    }),
    act({
      id: 'rotateWebhookSecret',
      path: `${PATH}/secret`,
      summary: 'Make a new secret for a webhook; for a while, requests have two signatures',
      needs: 'webhooks:write',
      secret: true,
      creates: true,
      problems: { 409: 'The clock is in doubt.' },
      body: rotationSchema,
      answer: shape(
        {
          webhook_id: identifier('Its id.'),
          webhook_secret: text('The new secret. It is not stored in clear.'),
          previous_webhook_secret_expires_at: time('Until when the previous one is used, too'),
        },
        { title: 'NewWebhookSecret' },
      ),
      run: async ({ context, actor, params: { webhook_id: id }, body }) => {
        const overlapSeconds = body.overlap_seconds
        const outcome = await rotateWebhookSecret(context, actor, { id, overlapSeconds })
        if (outcome.is === 'no_such_webhook') throw noSuch('webhook')
        if (outcome.is === 'clock_in_doubt') throw clockInDoubt()
        return {
          webhook_id: id,
          webhook_secret: outcome.secret,
          previous_webhook_secret_expires_at: outcome.previousExpiresAt,
        }
      },
    }),
    ...webhookDeliveries,
  ],
}

function withCheck(context: HttpContext) {
  const { fetchAllowedHosts: allowedHosts } = context.settings
  return { ...context, checkAddress: createAddressCheck({ allowedHosts }) }
}

async function state({ store }: HttpContext, id: string) {
  const [webhook, progress, counts] = await Promise.all([
    findWebhook(store, id),
    store.endpoints.findProgress(id),
    store.endpoints.tallyDeliveries(id),
  ])
  if (webhook === undefined) throw noSuch('webhook')
  return webhookStateDocument(webhook, { progress, counts })
}

function invalid({ field, sentence }: InvalidWebhook) {
  return notValid(sentence, `/${field}`)
}
