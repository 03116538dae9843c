/** What anybody can ask for by mail, and what it leaves in the database. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { KeyId } from '../grants/grant.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { askToBeLetIn } from './let-in.ts'
import { askForReset } from './lost-password.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

test('what was written for an invented address is gone with the next sweep', async () => {
  const keyId = 'a0b1c2d3' as KeyId
  const keys = { current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) }
  const context = { store, keys, random: randomBytes, clock: { now: () => NOON } }
  const from = { browser: 'digest', agent: '', network: '192.0.2.1' }
  for (let i = 0; i < 10; i++) {
    const asked = { email: `nobody-${i}@example.com`, from, language: 'en', onward: '' }
    assert.equal((await askForReset(context, { ...asked, passwordsFrom: undefined })).is, 'asked')
    assert.equal((await askToBeLetIn(context, asked)).is, 'asked')
  }
  const { removed, lagSeconds } = await store.sweep({ now: NOON + 1, overBefore: 0, limit: 100 })
  assert.equal(removed, 20)
  assert.ok(lagSeconds <= 1, `${lagSeconds} s`)
})
