import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { ACT } from '../../../test/act.ts'
import { account } from '../../../test/store/contract/samples.ts'
import {
  type Received,
  type Reply,
  receiveWebhooks,
  type WebhookReceiver,
} from '../../../test/webhook-receiver.ts'
import { createAddressCheck, createFetcher } from '../../fetching/fetcher.ts'
import type { KeyId } from '../../grants/grant.ts'
import { createWebhook } from '../../operations/webhooks.ts'
import type { Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { startDeliveries } from './deliveries.ts'
import type { Pace } from './pace.ts'
import { createWebhookChannel } from './webhook-channel.ts'

const SHELL = { kind: 'operator', via: 'shell' } as const
const clock = { now: () => Math.floor(Date.now() / 1_000) }
const random = (bytes: number) => randomBytes(bytes)
const keyId = 'a0b1c2d3' as KeyId
const keys = { current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) }
/** Everything at once. */
const PACE: Pace = {
  ...{ pollEvery: 20, lookEvery: 20, lease: 3_000, settleEvery: 10 },
  pauseAfter: () => 10,
  ...{ deadAfter: 3_600_000, disabledAfter: 3_600_000 },
}

interface Scene {
  readonly store: Store
  readonly receiver: WebhookReceiver
  readonly context: Parameters<typeof createWebhook>[0]
  readonly id: string
  readonly secret: string
  readonly lines: readonly object[]
  /** A process that delivers. */
  process(pace?: Partial<Pace>): { stop(): Promise<void> }
  addAccount(name: string): Promise<string>
}

async function scene(
  t: TestContext,
  {
    reply,
    events = [],
  }: {
    readonly reply?: (received: Received, before: readonly Received[]) => Reply | Promise<Reply>
    readonly events?: readonly string[]
  } = {},
): Promise<Scene> {
  const receiver = await receiveWebhooks(t, reply)
  const store = await openSqliteStore({ path: ':memory:' })
  const allowedHosts = [receiver.host]
  const context = {
    ...{ store, clock, random, keys },
    checkAddress: createAddressCheck({ allowedHosts }),
  }
  const created = await createWebhook(context, SHELL, { name: 'Acme', url: receiver.url, events })
  assert.equal(created.is, 'created')
  const lines: object[] = []
  const processes: { stop(): Promise<void> }[] = []
  t.after(async () => {
    for (const one of processes) await one.stop()
    await store.close()
  })
  return {
    ...{ store, receiver, context, lines },
    ...{ id: created.webhook.id, secret: created.secret },
    process(pace = {}) {
      const log = { error: (line: object) => void lines.push(line) }
      const one = startDeliveries({
        ...{ store, clock, random, log },
        fetch: createFetcher({ allowedHosts }),
        channels: [createWebhookChannel({ keys, clock })],
        keptSeconds: 86_400,
        pace: { ...PACE, ...pace },
      })
      processes.push(one)
      return one
    },
    async addAccount(name) {
      const id = `account-${name}`
      await store.accounts.insert({ ...account, id, emailKey: `${name}@example.com` }, ACT)
      return id
    },
  }
}

const typesOf = (received: readonly Received[], sub: string) =>
  received.filter(({ data }) => data['sub'] === sub).map(({ type }) => type)

test('what happens arrives signed, with ids only, and in the order of each person', async (t) => {
  const { store, receiver, secret, process, addAccount } = await scene(t)
  process()
  for (const name of ['ada', 'jo']) {
    const sub = await addAccount(name)
    await store.accounts.disable(sub, ACT)
    await store.accounts.enable(sub, ACT)
  }
  const received = await receiver.until(({ length }) => length >= 6)
  const inOrder = ['user.created', 'user.disabled', 'user.enabled']
  assert.deepEqual(typesOf(received, 'account-ada'), inOrder)
  assert.deepEqual(typesOf(received, 'account-jo'), inOrder)
  for (const { body, headers } of received) {
    const payload = new Webhook(secret).verify(body, headers) as Record<string, unknown>
    assert.deepEqual(Object.keys(payload), ['type', 'timestamp', 'data'])
    assert.doesNotMatch(body, /example\.com/)
    assert.throws(() => new Webhook(secret).verify(`${body} `, headers))
  }
  assert.equal(new Set(received.map(({ id }) => id)).size, received.length)
})
