import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import type { NewJob } from '../facts/actor.ts'
import type { Observer } from '../facts/passing.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Random } from '../time-and-chance.ts'
import { type JobHandler, JobImpossible } from './job.ts'
import { pauseAfter, startJobs } from './jobs.ts'

const atOnce: Random = (bytes) => new Uint8Array(bytes)

/** Running jobs with one handler, and a function that adds another job. */
async function atWork(t: TestContext, handler: JobHandler, random = atOnce) {
  const store = await openSqliteStore({ path: ':memory:' })
  const logged = new EventTarget()
  const lines: object[] = []
  const log = {
    error(line: object) {
      lines.push(line)
      logged.dispatchEvent(new Event('line'))
    },
  }
  const told: string[] = []
  const observe: Observer = (fact) => {
    if (fact.kind === 'job.tried') told.push(`${fact.job} ${fact.outcome}`)
  }
  const jobs = startJobs(store, new Map([['greet', handler]]), { log, random, observe })
  t.after(async () => {
    await jobs.stop()
    await store.close()
  })
  const leave = (input: NewJob['input']) =>
    store.recoveries.insert(
      { id: JSON.stringify(input), restoredAt: 0, acceptNewerUntil: 0 },
      { by: { kind: 'operator', via: 'shell' }, at: 0, jobs: [{ kind: 'greet', input }] },
    )
  return { store, jobs, leave, lines, told, nextLine: () => once(logged, 'line') }
}

test('a job is done after the change that created it, and only once', async (t) => {
  const greeted: unknown[] = []
  const done = Promise.withResolvers<void>()
  const { leave, jobs, store } = await atWork(t, async ({ input: { name } }) => {
    greeted.push(name)
    if (greeted.length === 3) done.resolve()
  })
  for (const name of ['Ada', 'Jo', 'Zoë']) await leave({ name })
  await done.promise
  await jobs.stop()
  assert.deepEqual(greeted.toSorted(), ['Ada', 'Jo', 'Zoë'])
  assert.deepEqual(await store.jobs.take('greet', { leaseMs: 0, limit: 10 }), [])
})

test('a kind whose work takes long does not delay the others', async (t) => {
  const store = await openSqliteStore({ path: ':memory:' })
  const greeted = Promise.withResolvers<void>()
  const handlers = new Map<string, JobHandler>([
    ['call', () => greeted.promise],
    ['greet', async () => greeted.resolve()],
  ])
  const jobs = startJobs(store, handlers, { log: { error: () => {} }, random: atOnce })
  t.after(async () => {
    await jobs.stop()
    await store.close()
  })
  const act = { by: { kind: 'operator', via: 'shell' }, at: 0 } as const
  const both = ['call', 'greet'].map((kind) => ({ kind, input: {} }))
  const recovery = { id: 'r', restoredAt: 0, acceptNewerUntil: 0 }
  await store.recoveries.insert(recovery, { ...act, jobs: both })
  await greeted.promise
})

/** More of the event loop than taking a job needs. */
async function turns() {
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
}

test('the process that caused a job pauses at random before it, so that no answer is slowed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const greeted: unknown[] = []
  const done = Promise.withResolvers<void>()
  const handler: JobHandler = async ({ input: { name } }) => {
    greeted.push(name)
    done.resolve()
  }
  const { leave } = await atWork(t, handler, () => Uint8Array.of(128, 0))
  // The first look, at the start.
  t.mock.timers.tick(0)
  await turns()
  await leave({ name: 'Ada' })
  t.mock.timers.tick(999)
  await turns()
  assert.deepEqual(greeted, [])
  t.mock.timers.tick(1)
  await done.promise
})

test('a failed job waits for its next attempt; a hopeless one is given up and logged', async (t) => {
  const { leave, jobs, store, lines, told, nextLine } = await atWork(
    t,
    async ({ input: { name } }) => {
      if (name === 'nobody') throw new JobImpossible('There is nobody to greet.')
      throw new Error('nobody answers')
    },
  )
  const given = nextLine()
  await leave({ name: 'Ada' })
  await leave({ name: 'nobody' })
  await given
  await jobs.stop()
  assert.equal(lines.length, 1)
  assert.deepEqual(told.toSorted(), ['greet given_up', 'greet retried'])
  const [failed, ...others] = await store.jobs.listFailed(10)
  assert.deepEqual([failed?.problem, others], ['There is nobody to greet.', []])
  assert.deepEqual(await store.jobs.take('greet', { leaseMs: 0, limit: 10 }), [])
})

test('after stopping, no other job is started', async (t) => {
  const store = await openSqliteStore({ path: ':memory:' })
  t.after(() => store.close())
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const greet: JobHandler = () => {
    begun.resolve()
    return goOn.promise
  }
  const more = Array.from({ length: 11 }, () => ({ kind: 'greet', input: {} }))
  await store.recoveries.insert(
    { id: 'one', restoredAt: 0, acceptNewerUntil: 0 },
    { by: { kind: 'operator', via: 'shell' }, at: 0, jobs: more },
  )
  const handlers = new Map([['greet', greet]])
  const jobs = startJobs(store, handlers, { log: { error: () => {} }, random: atOnce })
  await begun.promise
  const stopped = jobs.stop()
  goOn.resolve()
  await stopped
  const left = await store.jobs.take('greet', { leaseMs: 0, limit: 20 })
  assert.deepEqual(
    left.map(({ attempt }) => attempt),
    [1],
  )
})

test('a handler that hangs does not keep the server from stopping; its lease expires', async (t) => {
  const began = Promise.withResolvers<void>()
  const { leave, jobs, store } = await atWork(t, async () => {
    began.resolve()
    await new Promise(() => {})
  })
  await leave({ name: 'Ada' })
  await began.promise
  await jobs.stop()
  assert.deepEqual(await store.jobs.listFailed(10), [])
})

test('the delay between attempts grows, up to an hour', () => {
  assert.deepEqual([1, 2, 3, 30].map(pauseAfter), [10_000, 20_000, 40_000, 3_600_000])
})
