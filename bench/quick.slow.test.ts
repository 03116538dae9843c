import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runQuick } from './runs/quick.ts'

test('Mandate costs a small multiple of a bare server, and not more than its peer in memory', async () => {
  const { verdicts } = await runQuick(() => {})
  assert.deepEqual(
    verdicts.filter(({ fine }) => !fine).map(({ said }) => said),
    [],
  )
})
