import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ACT, actAt } from '../../test/act.ts'
import { client as sampleClient } from '../../test/store/contract/samples.ts'
import type { Grant, GrantId, KeyId } from '../grants/grant.ts'
import { disconnectClient } from '../operations/connections.ts'
import type { Client, Consent } from '../store/records.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { listConnections } from './connections.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

let made = 0
function newId(): string {
  made += 1
  return made.toString(16).padStart(32, '0')
}

/** An account of its own for each test, so that none sees what another did. */
async function newAccount(): Promise<string> {
  const id = newId()
  const email = `${id}@example.com`
  const passwordHash = 'a hash'
  await store.accounts.insert(
    {
      id,
      email,
      emailKey: email,
      emailVerified: false,
      name: null,
      language: null,
      profile: null,
      deletion: null,
      terms: null,
      passwordHash,
      createdAt: NOON,
      disabledAt: null,
    },
    ACT,
  )
  return id
}

async function newClient(name: string): Promise<Client> {
  const client: Client = { ...sampleClient, id: newId(), name }
  await store.clients.insert(client, ACT)
  return client
}

const live = {
  scope: 'read',
  resource: [],
  redirectUri: null,
  codeChallenge: null,
  authTime: NOON,
  signIn: null,
  extras: null,
  sid: null,
  createdAt: NOON,
  generation: 1,
  keyId: '00000001' as KeyId,
  expiresAt: NOON + 1_000,
  redeemedAt: NOON + 10,
  retryKeyHash: null,
  recentRedemptions: null,
  details: null,
  parent: null,
  revokedAt: null,
  revokedBecause: null,
} as const

async function give(accountId: string, clientId: string, change: Partial<Grant> = {}) {
  const id = newId() as GrantId
  await store.grants.insert(
    {
      ...live,
      id,
      subject: { kind: 'account', id: accountId },
      clientId,
      seed: new Uint8Array(32),
      ...change,
    },
    ACT,
  )
  return id
}

function consent(accountId: string, clientId: string): Consent {
  return {
    accountId,
    clientId,
    scope: 'read',
    resource: [],
    declined: '',
    details: null,
    grantedAt: NOON,
  }
}

const disconnect = (accountId: string, clientId: string, now = NOON) =>
  disconnectClient(
    { store, clock: { now: () => now } },
    { kind: 'account', id: accountId },
    { clientId },
  )

async function connected(accountId: string) {
  const { connections, older } = await listConnections(store, accountId, { now: NOON + 100 })
  assert.equal(older, null)
  return connections
}

test('an account that allowed no app has no connected apps', async () => {
  assert.deepEqual(await connected(await newAccount()), [])
})

test('several grants of one app are one entry that says all it may do', async () => {
  const ada = await newAccount()
  const client = await newClient('Calendar')
  const old = await give(ada, client.id, { createdAt: NOON - 50, resource: ['https://a.example'] })
  const used = await give(ada, client.id, {
    scope: 'read write',
    resource: ['https://b.example'],
    redeemedAt: NOON + 30,
  })
  const [entry] = await connected(ada)
  const { installations = [], ...rest } = entry ?? {}
  assert.deepEqual(rest, {
    client,
    scope: ['read', 'write'],
    resource: ['https://b.example', 'https://a.example'],
    since: NOON - 50,
    lastUsedAt: NOON + 30,
    delegates: new Map(),
  })
  assert.deepEqual(
    installations.map(({ id, scope }) => [id, scope]),
    [
      [used, 'read write'],
      [old, 'read'],
    ],
  )
})

test('one grant for every API makes the entry one for every API', async () => {
  const ada = await newAccount()
  const { id } = await newClient('Calendar')
  await give(ada, id, { resource: ['https://a.example'] })
  await give(ada, id)
  assert.deepEqual((await connected(ada))[0]?.resource, [])
})

test('grants that were revoked or ran out are not shown', async () => {
  const ada = await newAccount()
  const { id } = await newClient('Calendar')
  await give(ada, id, { expiresAt: NOON + 100 })
  await store.grants.revoke(await give(ada, id), 'reuse', actAt(NOON))
  assert.deepEqual(await connected(ada), [])
})

test('an app without a live grant is shown while its consent is remembered', async () => {
  const ada = await newAccount()
  const { id } = await newClient('Calendar')
  await give(ada, id, { expiresAt: NOON + 50, scope: 'write' })
  await store.consents.put(consent(ada, id), ACT)
  const [entry] = await connected(ada)
  assert.deepEqual(entry?.installations, [])
  assert.deepEqual(entry.scope, ['read'])
  assert.equal(entry.lastUsedAt, null)
})

test('an app of which no grant is left is shown while its consent is remembered', async () => {
  const ada = await newAccount()
  const { id } = await newClient('Calendar')
  await store.consents.put(consent(ada, id), ACT)
  assert.deepEqual(
    (await connected(ada)).map(({ client, installations }) => [client.id, installations.length]),
    [[id, 0]],
  )
})

test('the app used last comes first', async () => {
  const ada = await newAccount()
  for (const [name, redeemedAt] of [
    ['older', NOON + 1],
    ['newest', NOON + 3],
    ['newer', NOON + 2],
  ] as const) {
    await give(ada, (await newClient(name)).id, { redeemedAt })
  }
  const names = (await connected(ada)).map(({ client }) => client.name)
  assert.deepEqual(names, ['newest', 'newer', 'older'])
})

test('of very many grants the newest are looked at, and the rest in parts, each app in one of them', async () => {
  const ada = await newAccount()
  const [first, agreed, calendar] = [
    await newClient('First'),
    await newClient('Agreed'),
    await newClient('Calendar'),
  ]
  await give(ada, first.id)
  await give(ada, agreed.id)
  await store.consents.put(consent(ada, agreed.id), ACT)
  await Promise.all(Array.from({ length: 1_500 }, () => give(ada, calendar.id)))
  const now = NOON + 100
  const latest = await listConnections(store, ada, { now })
  const names = (part: typeof latest) =>
    part.connections
      .map(({ client, installations }) => `${client.name} ${installations.length}`)
      .sort()
  assert.deepEqual(names(latest), ['Agreed 0', 'Calendar 1000'])
  assert.ok(latest.older !== null)
  const earlier = await listConnections(store, ada, { now, before: latest.older })
  assert.deepEqual(names(earlier), ['Agreed 1', 'Calendar 500', 'First 1'])
  assert.equal(earlier.older, null)
})

test('disconnecting ends every grant of that app, and nothing of others', async () => {
  const [ada, bob] = [await newAccount(), await newAccount()]
  const [calendar, mail] = [await newClient('Calendar'), await newClient('Mail')]
  const ended = [await give(ada, calendar.id), await give(ada, calendar.id)]
  const others = [await give(ada, mail.id), await give(bob, calendar.id)]
  await store.consents.put(consent(ada, calendar.id), ACT)

  const outcome = await disconnect(ada, calendar.id, NOON + 60)
  assert.deepEqual(outcome, { is: 'disconnected', client: calendar })
  for (const id of ended) {
    const grant = (await store.grants.find(id))?.grant
    assert.equal(grant?.revokedAt, NOON + 60)
    assert.equal(grant.revokedBecause, 'revoked_by_user')
  }
  for (const id of others) assert.equal((await store.grants.find(id))?.grant.revokedAt, null)
  assert.equal(await store.consents.find(ada, calendar.id), undefined)
  assert.deepEqual(
    (await connected(ada)).map(({ client }) => client.name),
    ['Mail'],
  )
})

test('disconnecting says whether there was anything to disconnect', async () => {
  const ada = await newAccount()
  const { id } = await newClient('Calendar')
  assert.equal((await disconnect(ada, id)).is, 'not_connected')
  await store.consents.put(consent(ada, id), ACT)
  assert.equal((await disconnect(ada, id)).is, 'disconnected')
  assert.equal((await disconnect(ada, id)).is, 'not_connected')
})

test('disconnecting an unknown client leaves no record', async () => {
  const ada = await newAccount()
  assert.equal((await disconnect(ada, 'x'.repeat(10_000))).is, 'not_connected')
  const facts = await store.facts.list({ accountId: ada }, 100)
  assert.deepEqual(
    facts.map(({ kind }) => kind),
    ['account.created'],
  )
})

test('who acts through an app is listed below it, and is gone with it', async () => {
  const ada = await newAccount()
  const [app, agent] = [await newClient('Calendar'), await newClient('Agent')]
  const root = await give(ada, app.id)
  const parent = await give(ada, agent.id, { parent: root })
  await give(ada, agent.id, { parent, createdAt: NOON + 1 })
  const [entry, ...others] = await connected(ada)
  assert.deepEqual(others, [])
  const listed = entry?.delegates.get(root) ?? []
  assert.deepEqual(
    listed.map(({ client, through }) => [client.name, through?.name]),
    [
      ['Agent', undefined],
      ['Agent', 'Agent'],
    ],
  )
  await store.grants.revoke(root, 'revoked_by_user', actAt(NOON))
  assert.deepEqual(await connected(ada), [])
})
