import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { RecordedUser } from '../people/user-records/read.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { importAccounts } from './import-accounts.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

test('what one import makes has one time, also while a second passes', async () => {
  let seconds = 1_800_000_000
  const clock = { now: () => seconds++ }
  const user: RecordedUser = {
    ...{ subject: 'd-4', email: null, emailVerified: false, name: null, profile: {} },
    ...{ identity: null, passwordHash: null, createdAt: null, disabled: false },
  }
  const users = ['https://acme.example', 'https://other.example'].map((provider) => ({
    ...user,
    identity: { provider, subject: '4' },
  }))
  const context = { store, clock, random: randomBytes }
  await importAccounts(context, { kind: 'operator', via: 'shell' }, { users, lookFirst: false })
  // The oldest comes first, so the second identity must not be older than the first.
  const listed = await store.accounts.listIdentities('d-4')
  assert.deepEqual(
    listed.map(({ provider }) => provider),
    ['https://acme.example', 'https://other.example'],
  )
})
