import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StorageUnavailable } from '../store/port.ts'
import { isTooNew } from './newer-generation.ts'

const until = (moment: number) => ({
  recoveries: { insert: async () => {}, acceptNewerUntil: async () => moment },
})

test('a token that is not newer than its row needs no read', async () => {
  const acceptNewerUntil = async () => assert.fail('it was asked')
  const store = { recoveries: { insert: async () => {}, acceptNewerUntil } }
  for (const generation of [0, 4, 5]) {
    assert.equal(await isTooNew({ store, now: 10 }, { generation }, { generation: 5 }), false)
  }
})

test('a newer token is accepted until the time named at the restore, exclusively', async () => {
  const asked = (now: number, moment: number) =>
    isTooNew({ store: until(moment), now }, { generation: 6 }, { generation: 5 })
  assert.deepEqual(
    [await asked(99, 100), await asked(100, 100), await asked(101, 100), await asked(99, 0)],
    [false, true, true, true],
  )
})

test('if the store is unavailable, nothing is decided', async () => {
  const acceptNewerUntil = async () => {
    throw new StorageUnavailable('the database did not take part')
  }
  const store = { recoveries: { insert: async () => {}, acceptNewerUntil } }
  await assert.rejects(
    isTooNew({ store, now: 1 }, { generation: 6 }, { generation: 5 }),
    StorageUnavailable,
  )
})
