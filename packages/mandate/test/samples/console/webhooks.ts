import type { ShownDelivery } from '../../../src/pages/console/deliveries.ts'
import type { ShownHealth } from '../../../src/pages/console/endpoint-health.ts'
import type { WebhookProps } from '../../../src/pages/console/webhook.ts'
import type { WebhookFormProps } from '../../../src/pages/console/webhook-form.ts'
import type { ListedWebhook, WebhooksProps } from '../../../src/pages/console/webhooks.ts'
import { eventTypes } from '../../../src/webhooks/event-types.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner, support } from './operators.ts'

export const working: ShownHealth = {
  ...{ state: 'working', disabledAt: null, disabledBecause: null, failingSince: null },
  ...{ nextTryAt: null, lastSuccessAt: now - 90, behindSince: null, missedUntil: null },
  ...{ waiting: '0', dead: '0' },
}
export const resting: ShownHealth = {
  ...{ ...working, state: 'resting', failingSince: now - 7_200, nextTryAt: now + 400 },
  ...{ behindSince: now - 7_300, lastSuccessAt: now - 7_400, waiting: '1,204', dead: '3' },
}
export const paused: ShownHealth = {
  ...{ ...working, state: 'paused', disabledAt: now - DAY, disabledBecause: 'operator' },
  ...{ behindSince: now - DAY + 60, lastSuccessAt: now - DAY - 60 },
}
export const stopped: ShownHealth = {
  ...{ ...resting, state: 'disabled', disabledAt: now - 3_600, disabledBecause: 'unreachable' },
  ...{ failingSince: now - 3 * DAY, missedUntil: now - 2 * DAY, waiting: '100,000+' },
}
export const fresh: ShownHealth = { ...working, state: 'fresh', lastSuccessAt: null }

const acme: ListedWebhook = {
  ...{ address: '/console/webhooks/webhook_1T7r9XkQ2mVb', name: 'Acme back office' },
  ...{ url: 'https://hooks.acme.example/mandate', host: 'hooks.acme.example', health: working },
}
const longUrl = `https://${'long.'.repeat(20)}example/${'path/'.repeat(20)}?${hostile}`

const webhooks: Sample<WebhooksProps> = {
  ...owner,
  webhooks: [
    acme,
    { ...acme, name: 'Data warehouse', health: resting },
    { ...acme, name: long, host: `${'long.'.repeat(20)}example`, health: stopped },
    { ...acme, name: hostile, health: paused },
    { ...acme, name: 'New', health: fresh },
  ],
  ...{ first: null, next: '/console/webhooks?from=webhook_5', canCreate: true },
}

export const list: Readonly<Record<string, Sample<WebhooksProps>>> = {
  plain: webhooks,
  'none yet': { ...webhooks, webhooks: [], next: null },
  'none, as support': { ...webhooks, ...support, webhooks: [], next: null, canCreate: false },
}

const arrived: ShownDelivery = {
  ...{ eventId: 'evt_8a0f3f0e-0000-4000-8000-000000000000', event: 'user.signed_in' },
  about: { id: 'user_5hVq', address: '/console/users/user_5hVq' },
  ...{ happenedAt: now - 95, state: 'delivered', attempts: 1 },
  last: { atMs: (now - 90) * 1_000, tookMs: 41.5, status: 204, problem: null, answer: '' },
}
export const waitingOne: ShownDelivery = {
  ...{ ...arrived, state: 'waiting', attempts: 4, event: 'grant.ended', happenedAt: now - 7_300 },
  last: {
    ...{ atMs: (now - 400) * 1_000, tookMs: 15_000, status: null, answer: '' },
    problem: 'hooks.acme.example did not answer within 15 seconds.',
  },
}
export const deadOne: ShownDelivery = {
  ...{ ...arrived, state: 'dead', attempts: 25, event: 'client.scope_changed' },
  ...{ happenedAt: now - 4 * DAY, about: { id: hostile, address: null } },
  last: {
    ...{ atMs: (now - DAY) * 1_000, tookMs: 8, status: 500 },
    problem: 'It answered with the status 500.',
    answer: `<html><script>alert(1)</script>\\u202e${'A'.repeat(150)}`,
  },
}

const webhook: Sample<WebhookProps> = {
  ...owner,
  webhook: {
    ...{ ...acme, id: 'webhook_1T7r9XkQ2mVb', events: [], createdAt: now - 200 * DAY },
    ...{ secretSince: now - 20 * DAY, previousSecretUntil: null },
  },
  deliveries: [{ ...waitingOne, attempts: 0, last: null, about: null }, arrived, arrived],
  ...{ dead: [], most: 50, keptSeconds: 90 * DAY, canChange: true },
}

export const one: Readonly<Record<string, Sample<WebhookProps>>> = {
  plain: webhook,
  failing: {
    ...{ ...webhook, deliveries: [waitingOne, arrived], dead: [deadOne, deadOne], most: 2 },
    webhook: {
      ...{ ...webhook.webhook, health: resting, events: ['user.*', 'client.scope_changed'] },
      ...{ secretSince: now - 3_600, previousSecretUntil: now + 6 * DAY },
    },
  },
  'hostile, disabled, as auditor': {
    ...{ ...webhook, ...as('auditor'), canChange: false, deliveries: [], dead: [deadOne] },
    webhook: {
      ...{ ...webhook.webhook, name: hostile, url: longUrl, health: stopped, secretSince: null },
    },
  },
  'paused, new': {
    ...{ ...webhook, deliveries: [] },
    webhook: { ...webhook.webhook, name: long, health: paused },
  },
}

const form: Sample<WebhookFormProps> = {
  ...{ ...owner, fields: { name: '', url: '', events: [] }, types: eventTypes },
  ...{ problem: null, of: null },
}

export const forms: Readonly<Record<string, Sample<WebhookFormProps>>> = {
  new: form,
  'address refused': {
    ...form,
    fields: { name: hostile, url: longUrl, events: ['user.*', 'grant.ended'] },
    problem: { field: 'url', sentence: 'The address is in a network that is not public.' },
  },
  'edit, unknown event': {
    ...{
      ...form,
      problem: { field: 'events', sentence: 'One of these events is not known here.' },
    },
    of: { name: long, address: acme.address },
  },
}
