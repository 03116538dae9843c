/** Webhooks in the console: what they show, and what operators do with them. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createWebhook } from '../src/operations/webhooks.ts'
import { readOnly } from '../src/store/read-only.ts'
import type { Delivery } from '../src/store/records.ts'
import { ACT } from './act.ts'
import { newOperator, type Operator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { receiveWebhooks, type WebhookReceiver } from './webhook-receiver.ts'

const SHELL = { kind: 'operator', via: 'shell' } as const
const HOSTILE = '</code><script>alert(1)</script>'
/** Those that a receiver answers when told to fail. */
let status = 204

let server: RunningServer
let receiver: WebhookReceiver
let owner: Operator
const ends: (() => void)[] = []
before(async () => {
  const end = { after: (one: () => void) => void ends.push(one) }
  receiver = await receiveWebhooks(end, () => ({ status, body: HOSTILE }))
  server = await startServer({ settings: { fetchAllowedHosts: [receiver.host] } })
  owner = await newOperator(server, 'owner')
})
after(async () => {
  for (const end of ends) end()
  await server.close()
})

async function newWebhook(name: string): Promise<string> {
  const { clock, keys } = server
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const context = {
    ...{ store: readOnly(server.store), clock, keys, random },
    checkAddress: async () => {},
  }
  const described = { name, url: receiver.url, events: ['user.*'] }
  const created = await createWebhook(context, SHELL, described)
  assert.equal(created.is, 'created')
  return created.webhook.id
}

/** A row as the engine would leave it. */
async function leave(endpointId: string, change: Partial<Delivery> = {}): Promise<string> {
  const [fact] = await server.store.facts.list({ accountId: server.account.id }, 1)
  assert.ok(fact)
  const tried = { atMs: fact.atMs, tookMs: 12, status: 500, answer: HOSTILE }
  const row: Delivery = {
    ...{ endpointId, factId: fact.id, factAtMs: fact.atMs, event: 'user.created' },
    ...{ subject: `account:${server.account.id}`, state: 'dead', attempts: 25, accepted: [] },
    ...{ firstTriedMs: fact.atMs, lastTriedMs: fact.atMs, dueAtMs: null },
    tries: [{ ...tried, problem: 'It answered with the status 500.' }],
    ...change,
  }
  await server.store.endpoints.replay(endpointId, [row], ACT)
  return fact.id
}

test('the list shows how each webhook does, and one page why', async () => {
  const id = await newWebhook('Back office')
  await leave(id)
  const list = await owner.visitor.follow('/console/webhooks')
  assert.match(list.html, /Back office/)
  assert.match(list.html, /Nothing sent yet/)
  const one = await owner.visitor.follow(`/console/webhooks/${id}`)
  assert.match(one.html, /Given up/)
  assert.match(one.html, /It answered with the status 500\./)
  assert.match(one.html, /user\.\*/)
  assert.doesNotMatch(one.html, /<script>alert|whsec_/)
  assert.match(one.html, new RegExp(`href="/console/users/${server.account.id}"`))
})

test('an operator creates a webhook, sees its secret once, and tries it', async () => {
  const form = await owner.visitor.follow('/console/webhooks/new')
  const made = await owner.submit(form, { name: 'Audit', url: receiver.url, events: 'grant.*' })
  const [secret = ''] = /whsec_[A-Za-z0-9+/=&#;]+/.exec(made.html) ?? []
  assert.notEqual(secret, '')
  const [, address = ''] = /href="(\/console\/webhooks\/webhook_[^"/]+)"/.exec(made.html) ?? []
  const one = await owner.visitor.follow(address)
  assert.doesNotMatch(one.html, /whsec_/)
  const arrived = await owner.submit(one, {}, `${address}/test`)
  assert.match(arrived.html, /The test arrived.*204/)
  status = 500
  const failed = await owner.submit(one, {}, `${address}/test`)
  status = 204
  assert.match(failed.html, /The test did not arrive/)
  assert.doesNotMatch(failed.html, /<script>alert/)
  assert.equal(receiver.received.filter(({ type }) => type === 'webhook.test').length, 2)
})

test('an address inside the network, and an event that does not exist, are refused', async () => {
  const form = await owner.visitor.follow('/console/webhooks/new')
  const inside = await owner.submit(form, { name: 'In', url: 'https://169.254.169.254/latest' })
  assert.equal(inside.status, 400)
  assert.match(inside.html, /aria-invalid="true"/)
  const again = await owner.visitor.follow('/console/webhooks/new')
  const fields = { name: 'Odd', url: receiver.url, events: HOSTILE }
  const odd = await owner.submit(again, fields)
  assert.equal(odd.status, 400)
  assert.doesNotMatch(odd.html, /<script>alert/)
})

test('an operator changes, pauses, rotates and deletes a webhook', async () => {
  const id = await newWebhook('To be changed')
  const address = `/console/webhooks/${id}`
  const form = await owner.visitor.follow(`${address}/edit`)
  assert.match(form.html, /value="user\.\*"[^>]*checked/)
  const fields = { name: 'Changed', url: receiver.url, events: 'user.created' }
  const changed = await owner.submit(form, fields)
  assert.match(changed.html, /The changes are saved/)
  assert.deepEqual((await server.store.endpoints.find(id))?.events, ['user.created'])

  const paused = await owner.submit(changed, {}, `${address}/pause`)
  assert.match(paused.html, /is paused\./)
  assert.equal((await server.store.endpoints.find(id))?.disabledBecause, 'operator')
  const goesOn = await owner.submit(paused, {}, `${address}/enable`)
  assert.match(goesOn.html, /goes on/)
  assert.equal((await server.store.endpoints.find(id))?.disabledAt, null)

  const question = await owner.visitor.follow(`${address}/rotate-secret`)
  const rotated = await owner.submit(question)
  assert.match(rotated.html, /whsec_/)
  assert.ok((await server.store.endpoints.find(id))?.secret?.previous)

  await leave(id)
  const asked = await owner.visitor.follow(`${address}/delete`)
  assert.match(asked.html, /1 dead letter,/)
  const deleted = await owner.submit(asked, { typed: 'Changed' })
  assert.match(deleted.html, /is deleted/)
  assert.equal(await server.store.endpoints.find(id), undefined)
})

test('dead letters are sent again, one or all', async () => {
  const id = await newWebhook('With dead letters')
  const address = `/console/webhooks/${id}`
  const factId = await leave(id)
  const one = await owner.visitor.follow(address)
  const [, action = ''] = new RegExp(`action="(${address}/replay/[^"]+)"`).exec(one.html) ?? []
  const single = await owner.submit(one, {}, action)
  assert.match(single.html, /Will be sent again: 1 event\./)
  assert.equal((await server.store.endpoints.findDelivery(id, factId))?.state, 'waiting')

  await leave(id)
  const question = await owner.visitor.follow(`${address}/replay`)
  assert.match(question.html, /1 dead letter/)
  const all = await owner.submit(question)
  assert.match(all.html, /Will be sent again: 1 event\./)
  assert.equal((await server.store.endpoints.tallyDeliveries(id)).dead, 0)
})
