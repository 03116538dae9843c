/** Authentication of clients and APIs: with secrets, old secrets, wrong ones, and none. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientKeysByValue } from '../../../test/client-proofs.ts'
import { sampleKeys } from '../../../test/sample-grant.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import type { Store } from '../../store/port.ts'
import type { Client, Resource } from '../../store/records.ts'
import { makeClient, makeResource } from '../registration.ts'
import { authenticateClient, authenticateIntrospector, standingOf } from './authenticate.ts'
import { hashSecret, secretAuthentication } from './client-secret.ts'
import { readCredentials } from './credentials.ts'
import type { Claim } from './method.ts'

const NOW = 1_700_000_000
const source = {
  clock: { now: () => NOW },
  random: (bytes: number) => new Uint8Array(bytes).fill(7),
}
const described = (isPublic: boolean) =>
  makeClient(
    {
      name: 'Ledgerline',
      redirectUris: ['https://client.example/cb'],
      scope: 'all',
      isPublic,
    },
    source,
  ).client
const client: Client = {
  ...described(false),
  id: 'client_a',
  authentication: secretAuthentication('new'),
}
const publicClient: Client = { ...described(true), id: 'client_public' }
const { resource: api } = makeResource({ name: 'Notes', uri: 'https://api.example' }, source)
const resource: Resource = {
  ...api,
  id: 'resource_a',
  authentication: secretAuthentication('api'),
}

function contextOf(clients: readonly Client[], resources: readonly Resource[] = []) {
  // Only the verbs that authentication uses.
  const store = {
    clients: { find: async (id: string) => clients.find((one) => one.id === id) },
    resources: { find: async (id: string) => resources.find((one) => one.id === id) },
  } as unknown as Store
  const { clock } = source
  const clientKeys = clientKeysByValue(clock)
  const settings = { issuer: 'https://as.example', mtlsUrl: null }
  return { store, clock, keys: sampleKeys, clientKeys, settings }
}
const secret = (clientId: string, clientSecret: string): Claim =>
  readCredentials([], parseParameters(`client_id=${clientId}&client_secret=${clientSecret}`))
const none = (clientId: string): Claim =>
  readCredentials([], parseParameters(`client_id=${clientId}`))

/** What strangers and operators are told; undefined if nothing is refused. */
async function refused(act: Promise<unknown>) {
  try {
    await act
    return undefined
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    const { reason, details, addressee } = error
    return { reason, details, addressee }
  }
}
const rotated = (expiresAt: number): Client => ({
  ...client,
  authentication: {
    ...secretAuthentication('new'),
    previous: { secretHash: hashSecret('old'), expiresAt },
  },
})
const toClient = { clientId: 'client_a', standing: 'failed' }

test('a client authenticates with its own secret and no other', async () => {
  const context = contextOf([client])
  assert.equal(await authenticateClient(context, secret('client_a', 'new')), client)
  for (const wrong of ['New', 'new ', 'old', '0'.repeat(64)]) {
    assert.deepEqual(await refused(authenticateClient(context, secret('client_a', wrong))), {
      reason: 'wrong_secret',
      details: {},
      addressee: toClient,
    })
  }
})

test('an unknown client is refused, with a secret or without one', async () => {
  for (const credentials of [secret('nobody', 'new'), none('nobody')]) {
    assert.deepEqual(await refused(authenticateClient(contextOf([client]), credentials)), {
      reason: 'unknown_client',
      details: credentials.methods.includes('none') ? { proof: 'none' } : {},
      addressee: null,
    })
  }
})

test('the previous secret works until it expires, to the second', async () => {
  for (const until of [NOW + 1, NOW + 1_000]) {
    const found = rotated(until)
    for (const word of ['old', 'new']) {
      const authenticated = authenticateClient(contextOf([found]), secret('client_a', word))
      assert.equal(await authenticated, found)
    }
  }
  for (const until of [NOW, NOW - 1]) {
    const context = contextOf([rotated(until)])
    assert.deepEqual(await refused(authenticateClient(context, secret('client_a', 'old'))), {
      reason: 'wrong_secret',
      details: { replaced_until: until },
      addressee: toClient,
    })
    assert.equal((await authenticateClient(context, secret('client_a', 'new'))).id, 'client_a')
    const wrong = await refused(authenticateClient(context, secret('client_a', 'other')))
    assert.deepEqual(wrong?.details, {})
  }
})

test('a public client sends its id; a confidential one must send its secret too', async () => {
  const context = contextOf([client, publicClient])
  assert.equal(await authenticateClient(context, none('client_public')), publicClient)
  assert.deepEqual(await refused(authenticateClient(context, none('client_a'))), {
    reason: 'no_credentials',
    details: { proof: 'none' },
    addressee: toClient,
  })
  const invented = await refused(authenticateClient(context, secret('client_public', 'x')))
  assert.equal(invented?.reason, 'public_client_secret')
  assert.deepEqual([standingOf(client), standingOf(publicClient)], ['authenticated', 'named'])
})

test('a client whose method is unknown here is refused, whatever it sends', async () => {
  const unknown: Client = { ...client, authentication: { method: 'unknown' } }
  const context = contextOf([unknown])
  for (const claim of [none('client_a'), secret('client_a', 'new')]) {
    assert.notEqual(await refused(authenticateClient(context, claim)), undefined)
  }
})

test('a disabled client is refused, but only after it has authenticated', async () => {
  const context = contextOf([
    { ...client, disabledAt: 5 },
    { ...publicClient, disabledAt: 6 },
  ])
  assert.deepEqual(await refused(authenticateClient(context, secret('client_a', 'new'))), {
    reason: 'client_turned_off',
    details: { proof: 'secret', disabled_at: 5 },
    addressee: toClient,
  })
  const wrong = await refused(authenticateClient(context, secret('client_a', 'x')))
  assert.equal(wrong?.reason, 'wrong_secret')
  const named = await refused(authenticateClient(context, none('client_public')))
  assert.deepEqual(named?.details, { proof: 'none', disabled_at: 6 })
})

test('an API or a confidential client may introspect, each with its own secret', async () => {
  const context = contextOf([client, publicClient], [resource])
  assert.deepEqual(await authenticateIntrospector(context, secret('resource_a', 'api')), {
    is: 'resource',
    resource,
  })
  assert.deepEqual(await authenticateIntrospector(context, secret('client_a', 'new')), {
    is: 'client',
    client,
  })
  for (const [id, word, reason] of [
    ['resource_a', 'new', 'wrong_secret'],
    ['client_a', 'api', 'wrong_secret'],
    ['nobody', 'api', 'unknown_client'],
  ] as const) {
    const answer = await refused(authenticateIntrospector(context, secret(id, word)))
    assert.equal(answer?.reason, reason)
  }
  for (const id of ['client_public', 'client_a', 'resource_a']) {
    const answer = await refused(authenticateIntrospector(context, none(id)))
    assert.equal(answer?.reason, 'no_credentials')
  }
})
