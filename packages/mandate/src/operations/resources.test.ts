import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { openSqliteStore } from '../store/sqlite/open.ts'
import {
  createResource,
  deleteResource,
  rotateResourceSecret,
  updateResource,
} from './resources.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const operator = { kind: 'operator', via: 'shell' } as const
const context = {
  store,
  clock: { now: () => NOON },
  random: randomBytes,
  settings: { issuer: 'https://id.example', clientSecretOverlapSeconds: 60 },
}

async function newResource(uri: string) {
  const made = await createResource(context, operator, { name: 'Notes', uri })
  assert.ok(made.is === 'created', made.is)
  return made.resource
}

test('two spellings of a URI are one API', async () => {
  const there = await newResource('https://notes.example')
  for (const uri of ['https://notes.example', 'https://NOTES.example:443/']) {
    const again = await createResource(context, operator, { name: 'Notes', uri })
    assert.deepEqual(again, { is: 'uri_taken', by: there })
  }
})

test('of two who register one URI at once, one gets it', async () => {
  const wanted = { name: 'Race', uri: 'https://race.example' }
  const made = await Promise.all([
    createResource(context, operator, wanted),
    createResource(context, operator, wanted),
  ])
  assert.deepEqual(made.map(({ is }) => is).sort(), ['created', 'uri_taken'])
})

test('an API that needs the e-mail address gets it for grants since it first said so', async () => {
  const { id: resourceId } = await newResource('https://mail.example')
  const update = async (now: number, needsUsername: boolean) => {
    const later = { ...context, clock: { now: () => now } }
    const updated = await updateResource(later, operator, { resourceId, change: { needsUsername } })
    assert.ok(updated.is === 'updated')
    return updated.resource.needsUsernameSince
  }
  assert.equal(await update(NOON, true), NOON)
  assert.equal(await update(NOON + 1, true), NOON)
  assert.equal(await update(NOON + 2, false), null)
  assert.equal(await update(NOON + 3, true), NOON + 3)
})

test('what cannot be an API is refused in words; one that is not there is no such API', async () => {
  const refused = await createResource(context, operator, { name: 'Notes', uri: 'notes' })
  assert.equal(refused.is, 'invalid')
  const { id: resourceId } = await newResource('https://gone.example')
  const change = { name: ' ' }
  assert.equal((await updateResource(context, operator, { resourceId, change })).is, 'invalid')
  assert.deepEqual(await deleteResource(context, operator, { resourceId }), { is: 'deleted' })
  const none = { is: 'no_such_resource' }
  assert.deepEqual(await deleteResource(context, operator, { resourceId }), none)
  assert.deepEqual(await updateResource(context, operator, { resourceId, change: {} }), none)
  assert.deepEqual(await rotateResourceSecret(context, operator, { id: resourceId }), none)
})
