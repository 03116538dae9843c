import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { ACT } from '../../test/act.ts'
import { FIRST_KEY, SECOND_KEY, sampleKeys } from '../../test/sample-grant.ts'
import { openSecret } from '../clients/authentication/sealed-secret.ts'
import { makeClient } from '../clients/registration.ts'
import type { KeyId } from '../grants/grant.ts'
import { KEPT_SECONDS } from '../operations/keys.ts'
import { decryptSecret, encryptSecret } from '../people/totp.ts'
import type { Endpoint, TotpAuthenticator } from '../store/records.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { newWebhookSecret, sealWebhookSecret, webhookSecrets } from '../webhooks/secret.ts'
import { createKeyUpkeep } from './key-upkeep.ts'

const random = (bytes: number) => randomBytes(bytes)

test('secrets of authenticator apps move to the new key, so that the older one can be retired', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const secret = randomBytes(20)
  const under = (accountId: string, keys = sampleKeys): TotpAuthenticator => ({
    ...encryptSecret({ keys, random }, { accountId, secret }),
    ...{ accountId, createdAt: 1, lastUsedAt: null },
  })
  const lost = { current: 'dddddddd' as KeyId, secrets: new Map([['dddddddd' as KeyId, secret]]) }
  const kept = new Map(
    [
      under('account_1', { ...lost, secrets: new Map([[lost.current, randomBytes(32)]]) }),
      ...Array.from({ length: 250 }, (_, index) => under(`account_${index + 2}`)),
    ].map((totp) => [totp.accountId, totp]),
  )
  const secondFactors: typeof store.secondFactors = {
    ...store.secondFactors,
    async listTotpNotUnder(keyId, { after, limit }) {
      return [...kept.values()]
        .filter((totp) => totp.keyId !== keyId && totp.accountId > after)
        .toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1))
        .slice(0, limit)
    },
    async rekeyTotp(totp, encrypted) {
      kept.set(totp.accountId, { ...totp, ...encrypted })
    },
  }
  const keys = { ...sampleKeys, current: SECOND_KEY }
  const step = createKeyUpkeep({
    ...{ store: { ...store, secondFactors }, keys, clock: { now: () => 0 }, random },
    look: async () => ({ now: 0 }),
  })
  for (let steps = 0; steps < 4; steps++) await step()
  for (const totp of kept.values()) {
    if (totp.accountId === 'account_1') assert.equal(totp.keyId, lost.current)
    else
      assert.deepEqual(
        [totp.keyId, decryptSecret(keys, totp)],
        [SECOND_KEY, new Uint8Array(secret)],
      )
  }
  assert.equal(sampleKeys.current, FIRST_KEY)
})

test('secrets of clients that sign move to the new key, and still verify', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const { client, secret } = makeClient(
    {
      ...{ name: 'Acme', redirectUris: ['https://acme.example/'], scope: 'all', isPublic: false },
      metadata: { token_endpoint_auth_method: 'client_secret_jwt' },
    },
    { clock: { now: () => 0 }, random, keys: sampleKeys },
  )
  await store.clients.insert(client, ACT)
  assert.equal((await store.keys.tallyUses(FIRST_KEY, 0)).clients, 1)
  const keys = { ...sampleKeys, current: SECOND_KEY }
  const step = createKeyUpkeep({
    ...{ store, keys, clock: { now: () => 0 }, random },
    look: async () => ({ now: 0 }),
  })
  await step()
  const { authentication } = (await store.clients.find(client.id)) ?? {}
  assert.ok(authentication?.method === 'client_secret_jwt')
  assert.match(authentication.sealed, new RegExp(`^${SECOND_KEY}\\.`))
  assert.equal(openSecret(keys, client.id, authentication.sealed), secret)
  assert.equal((await store.keys.tallyUses(FIRST_KEY, 0)).clients, 0)
})

const webhook: Omit<Endpoint, 'id' | 'secret'> = {
  ...{ kind: 'webhook', name: 'Acme', url: 'https://acme.example/', events: [], details: {} },
  ...{ clientId: null, createdAt: 0, disabledAt: null, disabledBecause: null },
  revision: 'first',
}

test('secrets of webhooks move to the new key, and are the same', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const id = 'webhook_1'
  const secret = newWebhookSecret(random)
  const sealed = sealWebhookSecret({ keys: sampleKeys, random }, { endpointId: id, secret })
  const previous = { sealed, expiresAt: 60 }
  await store.endpoints.insert({ ...webhook, id, secret: { sealed, previous } }, ACT)
  assert.equal((await store.keys.tallyUses(FIRST_KEY, 0)).endpoints, 1)
  const keys = { ...sampleKeys, current: SECOND_KEY }
  const step = createKeyUpkeep({
    ...{ store, keys, clock: { now: () => 0 }, random },
    look: async () => ({ now: 0 }),
  })
  await step()
  const moved = (await store.endpoints.find(id)) ?? assert.fail()
  assert.deepEqual(webhookSecrets(keys, moved, 0), [secret, secret])
  assert.equal((await store.keys.tallyUses(FIRST_KEY, 0)).endpoints, 0)
})

test('a key that signs is retired once nothing of its own can be good, by no clock alone', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const [old, next] = ['old', 'new'].map((id) => ({ id: id as KeyId, slot: 'EC' }) as const)
  assert.ok(old !== undefined && next !== undefined)
  const request = { publishedSeconds: 0, at: 1_000 }
  await store.keys.adopt({ held: [old], wanted: [old], ...request })
  await store.keys.adopt({ held: [old, next], wanted: [next], ...request })
  const time = { own: 1_000, trusted: 1_000 }
  const step = createKeyUpkeep({
    ...{ store, keys: sampleKeys, random, clock: { now: () => time.own } },
    look: async () => ({ now: time.trusted }),
  })
  const states = async () => {
    await step()
    return (await store.keys.list()).map(({ id, retiredAt }) => [id, retiredAt !== null])
  }
  time.own += KEPT_SECONDS.EC
  assert.deepEqual(await states(), [
    ['new', false],
    ['old', false],
  ])
  time.trusted = time.own
  assert.deepEqual(await states(), [
    ['new', false],
    ['old', true],
  ])
})
