import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectionsAllowed } from './connections.ts'

test('a process leaves some files for its database and its log, whatever it may open', () => {
  assert.deepEqual(
    [20, 256, 1_024, 1_000_000, Number.POSITIVE_INFINITY].map(connectionsAllowed),
    [16, 192, 960, 10_000, 10_000],
  )
})
