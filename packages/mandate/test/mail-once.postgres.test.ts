/** One outbox on PostgreSQL, several nodes, and a mail server in trouble: nothing comes twice. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { KeyId } from '../src/grants/grant.ts'
import { noticesFor } from '../src/mail/notices.ts'
import { jobHandlersFor } from '../src/runtime/job-handlers.ts'
import { startJobs } from '../src/runtime/jobs.ts'
import type { Store } from '../src/store/port.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { ACT } from './act.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'
import { account } from './store/contract/samples.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { openTroubledServer, type Trouble, type TroubledServer } from './troubled-mail-server.ts'

const PEOPLE = 12
const pace = { lookEvery: 20, ownWithin: 0, lease: 60_000, pauseAfter: () => 1 }

let place: Awaited<ReturnType<typeof createTestPlace>>
before(async () => {
  place = await createTestPlace()
})
after(async () => {
  await place.remove()
  await endTestServer()
})

function openNode(mailServer: TroubledServer, store: Store) {
  const settings = {
    ...{ mailUrl: mailServer.url, mailFrom: 'no-reply@acme.example' },
    ...{ brandName: 'Acme', issuer: 'https://id.acme.example' },
    ...{ openid: false, fetchAllowedHosts: [] },
  }
  const keys = { current: 'a0b1c2d3' as KeyId, secrets: new Map() }
  const clock = { now: () => 0 }
  const random = (bytes: number) => new Uint8Array(bytes)
  return startJobs(
    store,
    jobHandlersFor({ store, keys, signing: sampleSigningKeys, clock, random, settings }),
    {
      log: { error: () => {} },
      ...{ pace, random },
    },
  )
}

test('three nodes share the outbox: each mail is accepted once, or not known to be and not repeated', async () => {
  const often = (trouble: Trouble) => Array.from({ length: 6 }, () => trouble)
  await using mailServer = await openTroubledServer(
    ...often({ RCPT: '451 later' }),
    ...often({ DOT: '451 later' }),
    ...often({ GREETING: 'cut' }),
    ...often({ DATA: 'cut' }),
    ...often({ DOT: 'cut' }),
  )
  const open = () => openPostgresStore({ url: place.location, jobsFor: noticesFor })
  const stores = await Promise.all([open(), open(), open()])
  const [store] = stores
  const ids = Array.from({ length: PEOPLE }, (_, number) => `account-${number}`)
  for (const id of ids) {
    const email = `${id}@example.com`
    await store.accounts.insert({ ...account, id, email, emailKey: email }, ACT)
  }
  const nodes = stores.map((one) => openNode(mailServer, one))
  await Promise.all(ids.map((id) => store.accounts.setPassword(id, 'another', ACT)))
  const isOver = async () => {
    const failed = await store.jobs.listFailed(100)
    return failed.length + mailServer.accepted.length >= PEOPLE
  }
  while (!(await isOver())) await new Promise((resolve) => setTimeout(resolve, 20))
  await Promise.all(nodes.map((node) => node.stop()))

  const failed = await store.jobs.listFailed(100)
  assert.equal(failed.length, 6)
  for (const { problem } of failed) assert.match(problem, /did not say whether it took the message/)
  const perhaps = mailServer.received.map(recipientOf)
  const deferred = 6
  assert.equal(perhaps.length, PEOPLE + deferred)
  assert.equal(new Set(mailServer.accepted.map(recipientOf)).size, PEOPLE - 6)
  assert.deepEqual(await store.jobs.take('mail', { leaseMs: 0, limit: 100 }), [])
  await Promise.all(stores.map((one) => one.close()))
})

const recipientOf = (message: string) => /^To: (.*)$/m.exec(message)?.[1]
