/** Deliveries of webhooks: replay, and a test by hand. */

import type { Fact } from '../facts/fact.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { Delivery } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { escaped } from '../webhooks/answer.ts'
import { subjectOf } from '../webhooks/event-type.ts'
import { eventTypeOf, TEST_EVENT } from '../webhooks/event-types.ts'
import { factIdOf, webhookRequest } from '../webhooks/request.ts'
import { webhookSecrets } from '../webhooks/secret.ts'
import { operation } from './operation.ts'
import { findWebhook, type NoSuchWebhook } from './webhooks.ts'

/** What to send again. */
export type Replay =
  /** These, whether they arrived or not. */
  | { readonly events: readonly string[] }
  /** All dead letters. */
  | { readonly dead: true }
  /** Everything since a time, in seconds since 1970, in order. */
  | { readonly since: number }

export type ReplayOutcome =
  | { readonly is: 'replayed'; readonly count: number }
  | { readonly is: 'rewound' }
  /** It is not kept any more, or was never one. */
  | { readonly is: 'no_such_event'; readonly event: string }
  | { readonly is: 'too_long_ago'; readonly keptSeconds: number }
  | NoSuchWebhook

interface ReplayContext {
  readonly store: Pick<Store, 'endpoints' | 'facts'>
  readonly clock: Clock
  readonly settings: { readonly auditDays: number }
}

const AT_ONCE = 200

/** Sends events again, as if for the first time. Rejects only with `StorageUnavailable`. */
export const replayWebhook = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    { store, clock, settings }: ReplayContext,
    actor,
    { id, what }: { readonly id: string; readonly what: Replay },
  ): Promise<ReplayOutcome> => {
    if ((await findWebhook(store, id)) === undefined) return { is: 'no_such_webhook' }
    const act = { by: actor, at: clock.now() }
    if ('since' in what) {
      const keptSeconds = settings.auditDays * 24 * 60 * 60
      if (what.since < act.at - keptSeconds) return { is: 'too_long_ago', keptSeconds }
      await store.endpoints.rewind(id, what.since * 1_000, act)
      return { is: 'rewound' }
    }
    if ('dead' in what) {
      for (let count = 0; ; ) {
        const dead = await store.endpoints.listDeliveries(id, { state: 'dead', limit: AT_ONCE })
        if (dead.length > 0) await store.endpoints.replay(id, dead.map(anew), act)
        count += dead.length
        if (dead.length < AT_ONCE) return { is: 'replayed', count }
      }
    }
    const rows: Delivery[] = []
    for (const event of what.events) {
      const row = await rowFor(store, id, factIdOf(event) ?? '')
      if (row === undefined) return { is: 'no_such_event', event }
      rows.push(row)
    }
    if (rows.length > 0) await store.endpoints.replay(id, rows, act)
    return { is: 'replayed', count: rows.length }
  },
)

async function rowFor(
  { endpoints, facts }: Pick<Store, 'endpoints' | 'facts'>,
  endpointId: string,
  factId: string,
): Promise<Delivery | undefined> {
  const row = await endpoints.findDelivery(endpointId, factId)
  if (row !== undefined && row.state !== 'delivered') return anew(row)
  const fact = await facts.find(factId)
  return fact && newRow(endpointId, fact)
}

function newRow(endpointId: string, fact: Fact): Delivery | undefined {
  const type = eventTypeOf(fact)
  if (type === undefined) return undefined
  return {
    ...{ endpointId, factId: fact.id, factAtMs: fact.atMs, event: type.name },
    ...{ subject: subjectOf(fact), state: 'waiting', attempts: 0, accepted: [] },
    ...{ firstTriedMs: null, lastTriedMs: null, dueAtMs: 0, tries: [] },
  }
}

const anew = (row: Delivery): Delivery => ({
  ...row,
  ...{ state: 'waiting', attempts: 0, firstTriedMs: null, dueAtMs: 0 },
})

/** What came of a test; `answer` is escaped. `problem` is null if it was accepted. */
export interface WebhookTest {
  readonly is: 'tried'
  readonly status: number | null
  readonly problem: string | null
  readonly answer: string
}

interface TestContext {
  readonly store: Pick<Store, 'endpoints'>
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** The safe fetcher (`fetching/`). */
  readonly fetch: (
    address: string,
    request: {
      readonly method: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: string | Uint8Array
      readonly timeoutMs: number
      readonly maxBytes: number
    },
  ) => Promise<Response>
}

/** Sends an event that means nothing, once, even if the webhook is disabled. Rejects as above. */
export const testWebhook = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    { store, clock, random, keys, fetch }: TestContext,
    _,
    { id }: { readonly id: string },
  ): Promise<WebhookTest | NoSuchWebhook> => {
    const webhook = await findWebhook(store, id)
    if (webhook === undefined) return { is: 'no_such_webhook' }
    const now = clock.now()
    const timestamp = new Date(now * 1_000).toISOString()
    const event = {
      eventId: `evt_test_${Buffer.from(random(12)).toString('hex')}`,
      payload: { type: TEST_EVENT, timestamp, data: { webhook_id: id } },
    }
    const request = webhookRequest(event, webhookSecrets(keys, webhook, now), now)
    try {
      const limits = { timeoutMs: 15_000, maxBytes: 64 * 1024 }
      const response = await fetch(webhook.url, { method: 'POST', ...request, ...limits })
      const { status } = response
      const problem = response.ok ? null : `It answered with the status ${status}.`
      return { is: 'tried', status, problem, answer: escaped(await response.text()) }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      return { is: 'tried', status: null, problem, answer: '' }
    }
  },
)
