import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge, KEY_OLD_SECONDS, type Observed } from './judge.ts'

const NOW = 1_800_000_000
const node = { version: '0.1.0', seenAt: NOW - 10, lacks: [] }
const well: Observed = {
  now: NOW,
  lately: {
    ...{ storageUnavailable: 0, turnedAway: 0, requests: 1_000, failed: 0 },
    tokenLatency: new Map([
      ['3', 98],
      ['2500', 2],
    ]),
  },
  replays: 0,
  nodes: [node, node],
  keys: [{ id: 'k1', kind: 'token', since: NOW - KEY_OLD_SECONDS }],
  jobs: { givenUp: 0, failing: 0 },
  endpoints: [{ name: 'CRM', dead: 0, isTurnedOff: false }],
}
const found = (change: Partial<Observed>) =>
  judge({ ...well, ...change }).map(({ level, is }) => `${level} ${is}`)
const lately = (change: Partial<Observed['lately']>) => ({ lately: { ...well.lately, ...change } })

test('nothing is found of a server that is well', () => {
  assert.deepEqual(judge(well), [])
})

test('what makes requests fail is bad, and everything else is to be looked at', () => {
  assert.deepEqual(found(lately({ storageUnavailable: 1, failed: 1 })), ['bad storage_unavailable'])
  assert.deepEqual(found(lately({ turnedAway: 1, failed: 1 })), ['bad turned_away'])
  assert.deepEqual(found(lately({ failed: 10 })), ['bad failing'])
  assert.deepEqual(found({ nodes: [node, { ...node, lacks: ['k1'] }] }), ['bad key_missing'])
  // One of a thousand.
  assert.deepEqual(found(lately({ failed: 1 })), ['watch failing'])
  assert.deepEqual(found(lately({ tokenLatency: new Map([['1000', 1]]) })), ['watch slow'])
  assert.deepEqual(found({ nodes: [{ ...node, seenAt: NOW - 61 }] }), ['watch node_silent'])
  assert.deepEqual(found({ nodes: [node, { ...node, version: '0.2.0' }] }), [
    'watch versions_differ',
  ])
  assert.deepEqual(found({ replays: 1 }), ['watch replays'])
  assert.deepEqual(found({ jobs: { givenUp: 1, failing: 2 } }), [
    'watch jobs_given_up',
    'watch jobs_failing',
  ])
  assert.deepEqual(found({ endpoints: [{ name: 'CRM', dead: 2, isTurnedOff: true }] }), [
    'watch endpoint_turned_off',
    'watch events_given_up',
  ])
  const old = { id: 'k1', kind: 'token', since: NOW - KEY_OLD_SECONDS - 1 }
  assert.deepEqual(found({ keys: [old] }), ['watch key_old'])
})
