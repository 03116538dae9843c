import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Lane, runClosed, runOpen } from './lanes.ts'

const SERVICE_MS = 10

function slowLane(): Lane {
  return {
    send(answered) {
      setTimeout(answered, SERVICE_MS)
      return true
    },
  }
}

test('under an open load a request that finds no free connection is late by its wait', async () => {
  const seen = await runOpen([slowLane()], { kind: 'open', seconds: 0.1, perSecond: 400 })
  assert.equal(seen.latencies.length, seen.requests)
  // Some forty arrive in the time in which ten are answered; the last ones wait for all others.
  assert.ok(Math.max(...seen.latencies) > 5 * SERVICE_MS * 1000)
})

test('under an open load as many are sent as arrive, answered or not', async () => {
  const lanes = Array.from({ length: 64 }, slowLane)
  const seen = await runOpen(lanes, { kind: 'open', seconds: 0.2, perSecond: 1000 })
  // 200 are due; a Poisson process of that mean is outside of this once in a million runs.
  assert.ok(seen.requests > 120 && seen.requests < 280, String(seen.requests))
})

test('under a closed load no connection has two requests at once, and all are counted', async () => {
  let atOnce = 0
  let most = 0
  const lane: Lane = {
    send(answered) {
      most = Math.max(most, ++atOnce)
      setImmediate(() => {
        atOnce -= 1
        answered()
      })
      return true
    },
  }
  const seen = await runClosed([lane], { kind: 'closed', seconds: 60, most: 50 })
  assert.equal(most, 1)
  assert.equal(seen.requests, 50)
})

test('a wrong response ends the run under either load', async () => {
  const lane: Lane = {
    send(answered) {
      setImmediate(answered, new Error('wrong'))
      return true
    },
  }
  await assert.rejects(runClosed([lane], { kind: 'closed', seconds: 60 }), /wrong/)
  await assert.rejects(runOpen([lane], { kind: 'open', seconds: 60, perSecond: 1000 }), /wrong/)
})
