/**
 * What must hold between processes that share a file store: real ones, raced and killed. Against any
 * authorization server, as `token-keeper-proofs.ts`.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startRefresher } from './processes.ts'
import { inWorld, type StartServer } from './world.ts'

const ROUNDS = 40
const KILLS = 15

export function proveSharing(name: string, startServer: StartServer): void {
  describe(`processes that share a grant at ${name}`, () => {
    it('race for many refreshes without ever presenting an old token', () =>
      inWorld(startServer, async (world) => {
        const key = await world.login()
        // One of them is slow at first, as any of them may be at any time on a busy machine.
        world.proxy.faults.push({ kind: 'hang' })
        const both = [startRefresher(world, key, ROUNDS), startRefresher(world, key, ROUNDS)]
        for (const { output, code } of await Promise.all(both.map(({ ended }) => ended))) {
          assert.equal(code, 0, output)
          assert.equal(output.trim().split('\n').length, ROUNDS)
        }
        // The process that overtakes the slow one repeats its request with the same key.
        const { seen } = world.proxy
        const redemptions = seen.filter(({ key }, n) => key !== seen[n - 1]?.key)
        const presented = redemptions.map((request) => request.presented)
        assert.equal(new Set(presented).size, presented.length)
        await world.client().grant(key).refresh()
      }))

    it('may be killed at any moment, any number of times, and are never signed out', async (t) => {
      const seed = Number(process.env['MANDATE_TEST_SEED'] ?? Date.now() % 1_000_000)
      t.diagnostic(`MANDATE_TEST_SEED=${seed}`)
      const random = seeded(seed)
      await inWorld(startServer, async (world) => {
        const key = await world.login()
        for (let kill = 0; kill < KILLS; kill++) {
          const { child, ended } = startRefresher(world, key, 1_000_000)
          // From its first refresh on it does nothing else, so any moment lies within one.
          assert.ok(child.stdout !== null)
          await Promise.race([once(child.stdout, 'data'), ended])
          await sleep(random() * 150)
          child.kill('SIGKILL')
          const { output, code } = await ended
          assert.equal(code, null, output)
        }
        const repeated = world.proxy.seen.filter(
          ({ key }, n) => key === world.proxy.seen[n - 1]?.key,
        )
        t.diagnostic(`${world.proxy.seen.length} requests, ${repeated.length} of them repetitions`)
        const { output, code } = await startRefresher(world, key, 3).ended
        assert.equal(code, 0, output)
      })
    })
  })
}

/** A small generator of repeatable chance (mulberry32), from 0 up to 1. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
