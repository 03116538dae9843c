/**
 * Two servers on one PostgreSQL database deliver to one webhook, and the one that delivers is killed in
 * between. Every event arrives at least once, and those of one user in order. Prints how long
 * deliveries took.
 */

import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../src/runtime/ports.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { ACT } from './act.ts'
import { type Serving, serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runDocument } from './command-line/run-command.ts'
import { account } from './store/contract/samples.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { receiveWebhooks } from './webhook-receiver.ts'

const USERS = 40
const ROUNDS = 12
/** So that the time until another node takes over is a small part of the whole. */
const BETWEEN_MS = 80

const place = await createTestPlace()
const folder = temporaryDirectory()
const receiver = await receiveWebhooks({ after: (end) => after(end) })
const environment = {
  MANDATE_DATABASE: place.location,
  MANDATE_ISSUER: 'https://id.example',
  MANDATE_FETCH_ALLOWED_HOSTS: receiver.host,
}

async function serve(name: string): Promise<Serving> {
  const port = await freePort('127.0.0.1')
  const flags = ['--port', `${port}`, '--data', join(folder, name), '--metrics-port', '0']
  const node = serving(['serve', '--json', '--log-level', 'error', ...flags], { environment })
  await node.until(/"issuer":/)
  return node
}

const first = await serve('a')
const webhook = await runDocument(
  ['webhook', 'create', '--name', 'Acme', '--url', receiver.url, '--data', join(folder, 'a')],
  { environment },
)
const id = String(webhook['webhook_id'])
const store = await openPostgresStore({ url: place.location })
mkdirSync(join(folder, 'b'), { mode: 0o700 })
copyFileSync(join(folder, 'a', 'keys.json'), join(folder, 'b', 'keys.json'))
after(async () => {
  await store.close()
  await place.remove()
  await endTestServer()
})

test('one of two nodes is killed while it delivers: every event arrives, in the order of each user', async () => {
  const holder = await leased()
  const second = await serve('b')
  const users = Array.from({ length: USERS }, (_, number) => `user-${number}`)
  for (const user of users) {
    await store.accounts.insert({ ...account, id: user, emailKey: `${user}@example.com` }, ACT)
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const user of users) {
      // As on a day with some traffic, and not all at once.
      await pause(BETWEEN_MS)
      await (round % 2 === 0 ? store.accounts.disable(user, ACT) : store.accounts.enable(user, ACT))
    }
    if (round === ROUNDS / 3) await first.stop('SIGKILL')
  }
  const expected = 1 + ROUNDS
  const distinct = () => new Set(receiver.received.map((one) => one.id)).size
  await receiver.until(() => distinct() >= USERS * expected)
  assert.notEqual(await leased(), holder, 'the other node delivers now')

  for (const user of users) {
    const seen = new Set<string>()
    const types = receiver.received
      .filter(({ data, id }) => data['sub'] === user && !seen.has(id) && seen.add(id))
      .map(({ type }) => type)
    const toggles = Array.from({ length: ROUNDS }, (_, round) =>
      round % 2 === 0 ? 'user.disabled' : 'user.enabled',
    )
    assert.deepEqual(types, ['user.created', ...toggles], user)
  }
  const latencies = receiver.latencies().toSorted((one, other) => one - other)
  const at = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? 0)
  const repeated = receiver.received.length - distinct()
  console.log(
    `# ${distinct()} events, ${repeated} of them twice; p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms`,
  )
  assert.equal(await second.stop('SIGTERM'), 0)
})

/** The process that delivers; waits until there is one. */
async function leased(): Promise<string> {
  for (;;) {
    const holder = (await store.endpoints.findProgress(id))?.holder
    if (holder) return holder
    await pause(100)
  }
}
