import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { KEY, startFakeMandate } from '../../test/fake-mandate.ts'
import { type Change, createSignIn } from '../index.ts'

async function setUp(t: TestContext) {
  const mandate = await startFakeMandate(t)
  const { users } = createSignIn({ issuer: mandate.issuer, key: KEY })
  return { mandate, users }
}

test('a change reports whether something changed, and an unknown user is not an error', async (t) => {
  const { mandate, users } = await setUp(t)
  mandate.accounts.set('ada', { disabled: false })
  assert.equal(await users.disable('ada'), 'changed')
  assert.equal(await users.disable('ada'), 'unchanged')
  assert.equal(await users.enable('ada'), 'changed')
  assert.equal(await users.disable('bob'), 'unknown')
  await assert.rejects(users.merge('ada', 'bob'), {
    code: 'request_refused',
    serverCode: 'merge_impossible',
    message: /No such user\./,
  })
})

test('each call sends one change in the protocol’s format', async (t) => {
  const { mandate, users } = await setUp(t)
  mandate.accounts.set('a', { disabled: false })
  await users.signOut('a')
  await users.endAccess('a')
  await users.delete('a')
  await users.merge('a', 'b').catch(() => {})
  assert.deepEqual(
    mandate.requests.map(({ body }) => JSON.parse(body).changes),
    [
      [{ subject: 'a', change: 'sign_out' }],
      [{ subject: 'a', change: 'end_access' }],
      [{ subject: 'a', change: 'delete' }],
      [{ subject: 'a', change: 'merge', into: 'b' }],
    ],
  )
})

test('changes from an async iterable are sent in requests of a hundred thousand', async (t) => {
  const { mandate, users } = await setUp(t)
  mandate.accounts.set('user_0', { disabled: false })
  mandate.accounts.set('user_149999', { disabled: true })
  async function* changes(): AsyncGenerator<Change> {
    for (let i = 0; i < 150_000; i++) yield { subject: `user_${i}`, change: 'disable' }
    yield { subject: 'user_0', change: 'merge', into: 'other' }
  }
  const report = await users.change(changes())
  assert.deepEqual([report.changed, report.unchanged, report.unknownCount], [1, 1, 149_998])
  assert.deepEqual([report.unknown.length, report.refusedCount], [2_000, 1])
  assert.deepEqual(report.refused, [
    { index: 150_000, code: 'merge_impossible', detail: 'No such user.' },
  ])
  assert.equal(mandate.requests.length, 2)
  assert.match(
    mandate.requests[1]?.body ?? '',
    /\n\{"subject":"user_0","change":"merge","into":"other"\}\n$/,
  )
})

test('an interrupted list reports how many changes were made, and can be repeated', async (t) => {
  const { mandate, users } = await setUp(t)
  const changes: Change[] = Array.from({ length: 100_100 }, () => ({
    subject: 'ada',
    change: 'disable',
  }))
  mandate.accounts.set('ada', { disabled: false })
  const unavailable = { status: 503, headers: { 'retry-after': '60' } }
  const sending = users.change(changes)
  while (mandate.requests.length === 0) await new Promise((turn) => setImmediate(turn))
  mandate.troubles.push(unavailable)
  await assert.rejects(sending, { code: 'mandate_unavailable', changesDone: 100_000 })
  assert.deepEqual(await users.change(changes), {
    changed: 0,
    unchanged: 100_100,
    unknownCount: 0,
    refusedCount: 0,
    unknown: [],
    refused: [],
  })
})

test('a few changes are sent as one JSON document, and a list waits until the server accepts it', async (t) => {
  const { mandate, users } = await setUp(t)
  const changes: Change[] = Array.from({ length: 51 }, (_, i) => ({
    subject: `user_${i}`,
    change: 'disable',
  }))
  await users.change(changes.slice(1))
  assert.equal(JSON.parse(mandate.requests[0]?.body ?? '').changes.length, 50)
  mandate.troubles.push(...Array(4).fill({ status: 503, headers: { 'retry-after': '0' } }))
  assert.equal((await users.change(changes)).unknownCount, 51)
})

test('an empty list sends no request, and an invalid change stops the list before it is sent', async (t) => {
  const { mandate, users } = await setUp(t)
  assert.equal((await users.change([])).changed, 0)
  const wrong = [
    { subject: 'ada', change: 'disable' },
    { subject: 7, change: 'disable' },
  ]
  await assert.rejects(users.change(wrong as Change[]), { name: 'TypeError' })
  assert.equal(mandate.requests.length, 0)
})
