import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Act } from '../../../src/facts/actor.ts'
import type { FactToCome, JobsFor } from '../../../src/facts/fact.ts'
import type { Store } from '../../../src/store/port.ts'
import { createStore } from '../../../src/store/store.ts'
import { ACT } from '../../act.ts'
import {
  account,
  client,
  grant,
  insertGrants,
  insertParties,
  redemptionOf,
  resource,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const HOUR = { leaseMs: 3_600_000, limit: 100 }

function withJobs(...names: readonly string[]): Act {
  return { ...ACT, jobs: names.map((name) => ({ kind: 'mail', input: { name } })) }
}

async function namesDue(store: Store): Promise<readonly unknown[]> {
  return (await store.jobs.take('mail', HOUR)).map(({ input }) => input['name'])
}

/** Work that is recorded with a change and done later. */
export function jobsContract(subject: ContractSubject): void {
  describe('jobs', () => {
    it('are recorded with the change, and only if it was made', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setPassword(account.id, 'another hash', withJobs('one', 'two'))
      await store.accounts.setPassword('nobody', 'another hash', withJobs('of nobody'))
      await store.accounts.insert({ ...account, id: 'taken' }, withJobs('of a taken address'))
      assert.deepEqual((await namesDue(store)).toSorted(), ['one', 'two'])
    })

    it('are recorded with what is deleted, and know that it was deleted', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.resources.insert(resource, ACT)
      assert.equal(await store.clients.delete(client.id, withJobs('of a client')), true)
      assert.equal(await store.clients.delete(client.id, withJobs('of no client')), false)
      assert.equal(await store.resources.delete(resource.id, withJobs('of an API')), true)
      assert.deepEqual((await namesDue(store)).toSorted(), ['of a client', 'of an API'])
    })

    it('are recorded once, however often a change that can happen once is attempted', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const revoke = () => store.grants.revoke(grant.id, 'reuse', withJobs('tell the owner'))
      await Promise.all(Array.from({ length: 10 }, revoke))
      assert.deepEqual(await namesDue(store), ['tell the owner'])
      await revoke()
      assert.deepEqual(await namesDue(store), [])
    })

    it('follow once from a fact that a store is told to act upon, and never from a refresh', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const asked: FactToCome[] = []
      const jobsFor: JobsFor = (fact, { by, at }) => {
        asked.push(fact)
        return [{ kind: 'mail', input: { name: `${fact.kind} by ${by.kind}`, at } }]
      }
      const subscribed = createStore(engine, { jobsFor })
      assert.equal(await subscribed.grants.advance(redemptionOf(grant.id, 0)), true)
      assert.deepEqual(asked, [])
      const revoke = () => subscribed.grants.revoke(grant.id, 'reuse', withJobs('of the act'))
      await Promise.all(Array.from({ length: 10 }, revoke))
      assert.deepEqual(asked[0], { kind: 'grant.ended', grantId: grant.id, because: 'reuse' })
      const names = (await namesDue(store)).toSorted()
      assert.deepEqual(names, ['grant.ended by operator', 'of the act'])
    })

    it('do not come from an attempt that changes nothing, though the first left none', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      await store.grants.revoke(grant.id, 'reuse', ACT)
      await store.grants.revoke(grant.id, 'reuse', withJobs('too late'))
      assert.deepEqual(await namesDue(store), [])
    })

    it('are each taken by one of many processes', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertParties(store)
      const names = Array.from({ length: 40 }, (_, index) => `job ${index}`)
      await store.accounts.setPassword(account.id, 'another hash', withJobs(...names))
      const other = await openAgain()
      const takers = [store, other.store, store, other.store]
      const taken = await Promise.all(
        takers.map(async (taker) => {
          const mine: unknown[] = []
          for (;;) {
            const jobs = await taker.jobs.take('mail', { ...HOUR, limit: 3 })
            if (jobs.length === 0) return mine
            for (const job of jobs) {
              mine.push(job.input['name'])
              assert.equal(await taker.jobs.finish(job), true)
            }
          }
        }),
      )
      assert.deepEqual(taken.flat().toSorted(), names.toSorted())
    })

    it('are due again if their taker goes silent, which then can no longer change them', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setPassword(account.id, 'another hash', withJobs('slow'))
      const [first] = await store.jobs.take('mail', { leaseMs: 0, limit: 1 })
      const [second] = await store.jobs.take('mail', HOUR)
      assert.ok(first && second)
      assert.deepEqual([first.attempt, second.attempt], [1, 2])
      assert.equal(await store.jobs.finish(first), false)
      assert.equal(await store.jobs.postpone(first, { afterMs: 0, problem: 'late' }), false)
      assert.equal(await store.jobs.finish(second), true)
      assert.deepEqual(await namesDue(store), [])
    })

    it('wait as long as they are postponed, and are listed when they are given up', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setPassword(account.id, 'another hash', withJobs('hard'))
      const take = async () =>
        (await store.jobs.take('mail', HOUR))[0] ?? assert.fail('none is due')
      assert.deepEqual(await store.jobs.tally('mail'), {
        ...{ waiting: 1, failedOnce: 0, problem: null },
      })
      await store.jobs.postpone(await take(), { afterMs: 0, problem: 'refused' })
      assert.deepEqual(await store.jobs.tally('mail'), {
        ...{ waiting: 1, failedOnce: 1, problem: 'refused' },
      })
      const job = await take()
      assert.deepEqual([job.attempt, job.input], [2, { name: 'hard' }])
      assert.deepEqual(await store.jobs.listFailed(10), [])
      await store.jobs.giveUp(job, 'refused for good')
      const [failed] = await store.jobs.listFailed(10)
      assert.deepEqual([failed?.attempts, failed?.problem], [2, 'refused for good'])
      assert.equal((await store.jobs.tally('mail')).waiting, 0)
      assert.deepEqual(await namesDue(store), [])
    })

    it('are tried again by hand after they were given up, as if for the first time', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setPassword(account.id, 'another hash', withJobs('dead', 'alive'))
      for (const job of await store.jobs.take('mail', HOUR)) {
        if (job.input['name'] === 'alive') await store.jobs.finish(job)
        else {
          await store.jobs.handOver(job)
          await store.jobs.giveUp(job, 'nobody knows')
        }
      }
      const [dead] = await store.jobs.listFailed(10, { kind: 'mail' })
      assert.ok(dead)
      assert.deepEqual(await store.jobs.listFailed(10, { kind: 'other' }), [])
      assert.deepEqual(await store.jobs.listFailed(10, { before: dead }), [])
      const tried = await Promise.all([1, 2, 3].map(() => store.jobs.retry(dead.id, ACT)))
      assert.deepEqual(tried.toSorted(), [false, false, true])
      const done = dead.id.replace(/.$/, (number) => (number === '0' ? '1' : '0'))
      assert.equal(await store.jobs.retry(done, ACT), false)
      const { facts } = await store.facts.search({ what: 'job.' }, { limit: 10 })
      assert.deepEqual(
        facts.map((fact) => 'jobId' in fact && fact.jobId),
        [dead.id],
      )
      const [again, ...others] = await store.jobs.take('mail', HOUR)
      assert.deepEqual([again?.input, again?.attempt, others], [{ name: 'dead' }, 1, []])
      assert.equal(again?.isHandedOver, false)
    })

    it('tell the next taker that they were handed over, unless that was taken back', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setPassword(account.id, 'another hash', withJobs('once'))
      const take = async () =>
        (await store.jobs.take('mail', { leaseMs: 0, limit: 1 }))[0] ?? assert.fail('none is due')
      const first = await take()
      assert.equal(first.isHandedOver, false)
      assert.equal(await store.jobs.handOver(first), true)
      assert.equal(await store.jobs.takeBack(first), true)
      const second = await take()
      assert.equal(second.isHandedOver, false)
      // The first taker has gone silent: it must not go on.
      assert.equal(await store.jobs.handOver(first), false)
      assert.equal(await store.jobs.handOver(second), true)
      const third = await take()
      assert.equal(third.isHandedOver, true)
      assert.equal(await store.jobs.takeBack(second), false)
      await store.jobs.finish(third)
      assert.equal(await store.jobs.handOver(third), false)
    })

    it('of an unknown kind are left to programs that know it', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const jobs = [{ kind: 'webhook', input: {} }]
      await store.accounts.setPassword(account.id, 'another hash', { ...ACT, jobs })
      assert.deepEqual(await namesDue(store), [])
      assert.equal((await store.jobs.take('webhook', HOUR)).length, 1)
    })
  })
}
