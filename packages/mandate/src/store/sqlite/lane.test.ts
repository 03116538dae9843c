import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { createLane, type Outcome, UNITS_AT_ONCE } from './lane.ts'

const nothing: readonly Step[] = []
const done: Outcome = { done: true, rows: [] }

describe('a lane', () => {
  it('runs the units of one turn of the event loop together, and those of later turns later', async () => {
    const sizes: number[] = []
    const lane = createLane((units) => {
      sizes.push(units.length)
      return units.map(() => done)
    }, 0)
    await Promise.all([lane.submit(nothing), lane.submit(nothing), lane.submit(nothing)])
    await lane.submit(nothing)
    assert.deepEqual(sizes, [3, 1])
  })

  it('limits how many run together, and forgets no unit', async () => {
    const sizes: number[] = []
    const lane = createLane((units) => {
      sizes.push(units.length)
      return units.map(() => done)
    }, 0)
    const submitted = Array.from({ length: UNITS_AT_ONCE * 2 + 1 }, () => lane.submit(nothing))
    await Promise.all(submitted)
    assert.deepEqual(sizes, [UNITS_AT_ONCE, UNITS_AT_ONCE, 1])
  })

  it('answers no unit before all that run together have ended', async () => {
    const events: string[] = []
    const lane = createLane((units) => {
      events.push('begin')
      const outcomes = units.map(() => done)
      events.push('commit')
      return outcomes
    }, 0)
    const answered = async (name: string) => {
      await lane.submit(nothing)
      events.push(name)
    }
    await Promise.all([answered('a'), answered('b')])
    assert.deepEqual(events, ['begin', 'commit', 'a', 'b'])
  })

  it('retries while another process holds the lock', async () => {
    let tries = 0
    const lane = createLane((units) => {
      tries += 1
      if (tries < 4) throw busy()
      return units.map(() => done)
    }, 60_000)
    await lane.submit(nothing)
    assert.equal(tries, 4)
  })

  it('gives up if the lock is held longer than its patience, then recovers', async () => {
    let held = true
    const lane = createLane((units) => {
      if (held) throw busy()
      return units.map(() => done)
    }, 10)
    await assert.rejects(lane.submit(nothing), StorageUnavailable)
    held = false
    await lane.submit(nothing)
  })

  it('fails all units that ran together if the whole transaction fails', async () => {
    let lost = true
    const lane = createLane((units) => {
      if (lost) throw new Error('the disk is gone')
      return units.map(() => done)
    }, 0)
    const results = await Promise.allSettled([lane.submit(nothing), lane.submit(nothing)])
    for (const result of results) {
      assert.equal(result.status, 'rejected')
      assert.ok(result.reason instanceof StorageUnavailable)
    }
    lost = false
    await lane.submit(nothing)
  })
})

function busy(): Error {
  return Object.assign(new Error('database is locked'), { errcode: 5 })
}
