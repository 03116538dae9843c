import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { ACT } from '../../../test/act.ts'
import { account, client } from '../../../test/store/contract/samples.ts'
import {
  type Received,
  type Reply,
  receiveWebhooks,
  type WebhookReceiver,
} from '../../../test/webhook-receiver.ts'
import { createAddressCheck, createFetcher } from '../../fetching/fetcher.ts'
import type { KeyId } from '../../grants/grant.ts'
import { replayWebhook } from '../../operations/webhook-deliveries.ts'
import { createWebhook, rotateWebhookSecret, turnWebhook } from '../../operations/webhooks.ts'
import type { Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { newWebhookSecret } from '../../webhooks/secret.ts'
import { startDeliveries } from './deliveries.ts'
import { type Pace, retryAfter } from './pace.ts'
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

test('an event that fails holds back its subject only, comes again with the same id, and then in order', async (t) => {
  let failures = 3
  const { store, receiver, process, addAccount } = await scene(t, {
    reply: ({ type, data }) =>
      type === 'user.disabled' && data['sub'] === 'account-ada' && failures-- > 0
        ? { status: 500, body: 'no' }
        : { status: 204 },
  })
  process()
  for (const name of ['ada', 'jo']) {
    const sub = await addAccount(name)
    await store.accounts.disable(sub, ACT)
    await store.accounts.enable(sub, ACT)
  }
  const received = await receiver.until(
    (all) => typesOf(all, 'account-ada').at(-1) === 'user.enabled',
  )
  const failed = ['user.disabled', 'user.disabled', 'user.disabled', 'user.disabled']
  assert.deepEqual(typesOf(received, 'account-ada'), ['user.created', ...failed, 'user.enabled'])
  const ids = received.filter(
    ({ type, data }) => type === 'user.disabled' && data['sub'] === 'account-ada',
  )
  assert.equal(new Set(ids.map(({ id }) => id)).size, 1)
})

test('410 disables an endpoint at once; enabled again, nothing is missing', async (t) => {
  let isGone = true
  const { store, receiver, process, id, context, addAccount, lines } = await scene(t, {
    reply: () => ({ status: isGone ? 410 : 204 }),
  })
  process()
  const disabled = Promise.withResolvers<void>()
  store.facts.watch(async (facts) => {
    if (facts.some(({ kind }) => kind === 'endpoint.disabled')) disabled.resolve()
  })
  await addAccount('ada')
  await disabled.promise
  assert.equal((await store.endpoints.find(id))?.disabledBecause, 'gone')
  await addAccount('jo')
  isGone = false
  await turnWebhook(context, SHELL, { id, turn: 'enable' })
  const all = await receiver.until(({ length }) => length >= 3)
  assert.deepEqual(typesOf(all, 'account-ada'), ['user.created', 'user.created'])
  assert.equal(lines.length, 1)
})

test('what fails for too long is a dead letter that does not hold back others, and is replayed by hand', async (t) => {
  let isBroken = true
  const { store, receiver, process, id, context, addAccount } = await scene(t, {
    reply: ({ type }) =>
      isBroken && type === 'user.disabled'
        ? { status: 503, body: '\u001b[31mad\u0000<script>' }
        : { status: 204 },
  })
  const one = process({ deadAfter: 0 })
  const sub = await addAccount('ada')
  await store.accounts.disable(sub, ACT)
  await store.accounts.enable(sub, ACT)
  await receiver.until((all) => typesOf(all, sub).at(-1) === 'user.enabled')
  await one.stop()
  const [dead, ...others] = await store.endpoints.listDeliveries(id, { state: 'dead', limit: 10 })
  assert.deepEqual(others, [])
  assert.equal(dead?.event, 'user.disabled')
  assert.equal(dead.tries.at(-1)?.status, 503)
  assert.equal(dead.tries.at(-1)?.answer, '\\u001b[31mad\\u0000<script>')
  isBroken = false
  process()
  const settings = { auditDays: 30 }
  const what = { dead: true } as const
  const outcome = await replayWebhook({ ...context, settings }, SHELL, { id, what })
  assert.deepEqual(outcome, { is: 'replayed', count: 1 })
  const all = await receiver.until((some) => typesOf(some, sub).at(-1) === 'user.disabled')
  assert.equal(
    new Set(all.filter(({ type }) => type === 'user.disabled').map(({ id }) => id)).size,
    1,
  )
})

test('Retry-After is honoured, and holds back everything at that endpoint', async (t) => {
  const { store, receiver, process, id, addAccount } = await scene(t, {
    reply: () => ({ status: 429, headers: { 'retry-after': '3600' } }),
  })
  const one = process()
  await addAccount('ada')
  await receiver.until(({ length }) => length === 1)
  await addAccount('jo')
  await one.stop()
  const [waiting] = await store.endpoints.listWaiting(id, 10)
  assert.ok(waiting?.dueAtMs)
  assert.ok(waiting.dueAtMs - (waiting.lastTriedMs ?? 0) >= 3_590_000)
  assert.equal(receiver.received.length, 1)
  assert.equal(retryAfter('Wed, 21 Oct 2015 07:28:00 GMT', Date.UTC(2015, 9, 21, 7, 27)), 60_000)
  assert.equal(retryAfter('-1', 0), undefined)
  assert.equal(retryAfter('9999999', 0), 86_400_000)
})

test('an endpoint that is down for long gets everything when it is back, with few rows meanwhile', async (t) => {
  let isDown = true
  const { store, receiver, process, id, addAccount } = await scene(t, {
    reply: () => ({ status: isDown ? 500 : 204 }),
  })
  const down = process()
  const names = Array.from({ length: 60 }, (_, number) => `user${number}`)
  for (const name of names) await addAccount(name)
  await receiver.until(({ length }) => length >= 20)
  await down.stop()
  const { waiting } = await store.endpoints.tallyDeliveries(id)
  assert.ok(waiting < 30, String(waiting))
  isDown = false
  const before = receiver.received.length
  process()
  const subs = (all: readonly Received[]) =>
    new Set(all.slice(before).map(({ data }) => data['sub']))
  await receiver.until((all) => subs(all).size === names.length)
})

test('a process that stops hands over without a repetition, and a paused endpoint goes on where it was', async (t) => {
  const { receiver, process, id, context, addAccount } = await scene(t)
  const first = process()
  await addAccount('ada')
  await receiver.until(({ length }) => length === 1)
  await first.stop()
  await addAccount('jo')
  process()
  await receiver.until(({ length }) => length === 2)
  await turnWebhook(context, SHELL, { id, turn: 'disable' })
  await addAccount('zoe')
  await turnWebhook(context, SHELL, { id, turn: 'enable' })
  const received = await receiver.until(({ length }) => length === 3)
  const subs = received.map(({ data }) => data['sub'])
  assert.deepEqual(subs, ['account-ada', 'account-jo', 'account-zoe'])
})

test('after an account is deleted, nothing of it is left in deliveries', async (t) => {
  const { store, receiver, process, id, addAccount } = await scene(t, {
    reply: ({ type }) => ({
      status: type === 'user.disabled' ? 500 : 200,
      body: 'Ada Lovelace, ada@example.com',
    }),
  })
  const one = process({ pauseAfter: () => 3_600_000 })
  const sub = await addAccount('ada')
  await store.accounts.disable(sub, ACT)
  await store.accounts.enable(sub, ACT)
  await receiver.until(({ length }) => length === 2)
  await store.accounts.delete(sub, ACT)
  await receiver.until((all) => all.some(({ type }) => type === 'user.deleted'))
  await one.stop()
  for (const state of ['waiting', 'dead', 'delivered'] as const) {
    const rows = await store.endpoints.listDeliveries(id, { state, limit: 100 })
    assert.doesNotMatch(JSON.stringify(rows), /account-ada|Lovelace|ada@/, state)
  }
})

test('an endpoint that was stopped for longer than facts are kept is told what it may have missed', async (t) => {
  const { store, receiver, process, id, addAccount, lines } = await scene(t)
  await store.endpoints.rewind(id, Date.now() - 3 * 86_400_000, ACT)
  process()
  await addAccount('ada')
  await receiver.until(({ length }) => length === 1)
  const { missedUntilMs } = (await store.endpoints.findProgress(id)) ?? {}
  assert.ok(missedUntilMs && missedUntilMs < Date.now() - 80_000_000)
  assert.equal(lines.length, 1)
  const facts = await store.facts.list({}, 10)
  assert.ok(facts.some(({ kind }) => kind === 'endpoint.fell_behind'))
})

test('a new secret and the one before it sign during the overlap, and only an endpoint’s own', async (t) => {
  const { receiver, process, id, secret, context, addAccount } = await scene(t)
  const settings = { clientSecretOverlapSeconds: 60 }
  const rotated = await rotateWebhookSecret({ ...context, settings }, SHELL, { id })
  assert.ok(rotated.is === 'rotated')
  process()
  await addAccount('ada')
  const [first] = await receiver.until(({ length }) => length === 1)
  assert.ok(first)
  for (const one of [secret, rotated.secret]) new Webhook(one).verify(first.body, first.headers)
  const another = newWebhookSecret(random)
  assert.throws(() => new Webhook(another).verify(first.body, first.headers))
  await rotateWebhookSecret({ ...context, settings }, SHELL, { id, overlapSeconds: 0 })
  await addAccount('jo')
  const second = (await receiver.until(({ length }) => length === 2))[1]
  assert.ok(second)
  assert.throws(() => new Webhook(rotated.secret).verify(second.body, second.headers))
})

test('only the events that an endpoint asks for are sent, by name or by group', async (t) => {
  const { store, receiver, process, addAccount } = await scene(t, {
    events: ['user.disabled', 'client.*'],
  })
  process()
  const sub = await addAccount('ada')
  await store.clients.insert(client, ACT)
  await store.accounts.disable(sub, ACT)
  const received = await receiver.until(({ length }) => length === 2)
  assert.deepEqual(received.map(({ type }) => type).toSorted(), ['client.created', 'user.disabled'])
})

test('SSRF: an address that points inward only when it is called, redirects and endless answers get nothing', async (t) => {
  const reached: string[] = []
  const inside = await receiveWebhooks(t, ({ body }) => {
    reached.push(body)
    return { status: 204 }
  })
  const hostile = [
    { status: 302, headers: { location: inside.url } },
    { status: 307, headers: { location: inside.url } },
    { status: 200, body: 'x'.repeat(100_000) },
  ]
  const { store, receiver, process, id, addAccount } = await scene(t, {
    reply: (_, { length }) => hostile[length] ?? { status: 204 },
  })
  const one = process()
  await addAccount('ada')
  await receiver.until(({ length }) => length === 4)
  await one.stop()
  const [delivered] = await store.endpoints.listDeliveries(id, { state: 'delivered', limit: 1 })
  const problems = delivered?.tries.map(({ problem }) => problem) ?? []
  assert.match(String(problems[0]), /redirect \(302\), which this server does not follow/)
  assert.match(String(problems[1]), /redirect \(307\)/)
  assert.match(String(problems[2]), /more than 65536 bytes/)
  assert.deepEqual(reached, [])

  // The name was public when it was entered, and is at this machine when it is called.
  const rebound = createFetcher({
    allowedHosts: [],
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  await store.endpoints.update(id, { url: 'https://acme.example/hook' }, ACT)
  const tried = Promise.withResolvers<void>()
  const other = startDeliveries({
    ...{ store, clock, random, log: { error() {} }, keptSeconds: 86_400, pace: PACE },
    channels: [createWebhookChannel({ keys, clock })],
    fetch: rebound,
    observe: (fact) => fact.kind === 'job.tried' && tried.resolve(),
  })
  await addAccount('jo')
  await tried.promise
  await other.stop()
  const [waiting] = await store.endpoints.listWaiting(id, 1)
  assert.match(String(waiting?.tries.at(-1)?.problem), /address for this machine/)
})
