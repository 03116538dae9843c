import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleSigningKeys } from '../../test/sample-signing-keys.ts'
import { Refusal } from '../explanations/refusal.ts'
import { sidFor } from '../grants/signed-in.ts'
import type { SignedIn } from '../people/session.ts'
import type { Client } from '../store/records.ts'
import { provesWhoIsSignedIn, readLogoutRequest } from './logout-request.ts'

const issuer = 'https://login.example'
const AFTER = 'https://app.example/bye'
const app = {
  id: 'app',
  disabledAt: null,
  sector: null,
  metadata: { post_logout_redirect_uris: [AFTER] },
} as unknown as Client
const clients = [app, { ...app, id: 'old', disabledAt: 7 }, { ...app, id: 'bare', metadata: {} }]
const context = {
  settings: { issuer },
  signing: sampleSigningKeys,
  store: { clients: { find: async (id: string) => clients.find((one) => one.id === id) } },
} as never

const ID_TOKEN = { iss: issuer, sub: 'ada', aud: 'app', sid: 'sid', exp: 1 }
const hint = (claims: Readonly<Record<string, unknown>> = {}, typ = 'JWT') =>
  sampleSigningKeys.sign({ ...ID_TOKEN, ...claims }, { alg: 'ES256', typ })

const read = (query: Readonly<Record<string, string>>) =>
  readLogoutRequest(context, `${new URLSearchParams(query)}`)
const refusedAs = (reason: string) => (error: unknown) =>
  error instanceof Refusal && error.reason === reason

test('a request may say nothing', async () => {
  assert.deepEqual(await read({}), { client: null, hint: null, target: null })
})

test('an ID token that has expired names the client, the person and the session', async () => {
  const found = await read({ id_token_hint: hint(), logout_hint: 'x', ui_locales: 'sv' })
  assert.deepEqual(found, {
    client: app,
    hint: { sub: 'ada', clientId: 'app', sid: 'sid' },
    target: null,
  })
  const { hint: without } = await read({ id_token_hint: hint({ sid: 7 }), client_id: 'app' })
  assert.equal(without?.sid, undefined)
})

test('no other JWT is a hint', async () => {
  for (const other of [
    ...['x', hint({}, 'at+jwt'), hint({ iss: 'https://other.example' })],
    ...[hint({ sub: undefined }), hint({ aud: ['app'] })],
  ]) {
    await assert.rejects(read({ id_token_hint: other }), refusedAs('logout_hint_unknown'), other)
  }
})

test('client_id has to fit the ID token (RP-Initiated Logout §2)', async () => {
  const query = { id_token_hint: hint(), client_id: 'bare' }
  await assert.rejects(read(query), (error) => {
    assert.ok(error instanceof Refusal)
    assert.equal(error.reason, 'logout_hint_of_another_client')
    assert.equal(error.details['for'], 'app')
    return true
  })
})

test('the client has to be known and in use', async () => {
  assert.equal((await read({ client_id: 'app' })).client, app)
  for (const id of ['old', 'nobody']) {
    await assert.rejects(read({ client_id: id }), refusedAs('logout_client_unknown'), id)
  }
})

test('only a registered address is a target, with the state (§3)', async () => {
  const query = { post_logout_redirect_uri: AFTER }
  assert.equal((await read({ ...query, client_id: 'app' })).target, AFTER)
  const { target } = await read({ ...query, id_token_hint: hint(), state: 'a b' })
  assert.equal(target, `${AFTER}?state=a%20b`)
  await assert.rejects(read(query), refusedAs('logout_client_needed'))
  await assert.rejects(read({ ...query, client_id: 'bare' }), (error) => {
    assert.ok(error instanceof Refusal)
    assert.deepEqual(error.details['registered'], [])
    return true
  })
  const other = { post_logout_redirect_uri: `${AFTER}/`, client_id: 'app' }
  await assert.rejects(read(other), (error) => {
    assert.ok(error instanceof Refusal)
    assert.equal(error.reason, 'unknown_logout_uri')
    assert.deepEqual(error.addressee, { clientId: 'app', standing: 'named' })
    assert.deepEqual(error.details['registered'], [AFTER])
    assert.match(String(error.details['sent']), /app\.example\/bye\//)
    return true
  })
})

for (const name of [
  ...[
    'id_token_hint',
    'logout_hint',
    'client_id',
    'post_logout_redirect_uri',
    'state',
    'ui_locales',
  ],
]) {
  test(`${name} may not be repeated`, async () => {
    await assert.rejects(readLogoutRequest(context, `${name}=a&${name}=b`), (error) => {
      return error instanceof Refusal && error.reason === 'repeated_parameter'
    })
  })
}

test('a hint proves who is signed in if it is of this person and this session', async () => {
  const signedIn = { session: { sid: 'session' }, account: { id: 'ada' } } as unknown as SignedIn
  const sid = sidFor('session', 'app')
  const proves = (told: { sub: string; sid: string | undefined } | null, client: Client | null) =>
    provesWhoIsSignedIn(context, { hint: told, client }, signedIn)
  assert.equal(await proves({ sub: 'ada', sid }, app), true)
  assert.equal(await proves({ sub: 'bob', sid }, app), false)
  assert.equal(await proves({ sub: 'ada', sid: sidFor('session', 'bare') }, app), false)
  assert.equal(await proves({ sub: 'ada', sid: undefined }, app), false)
  assert.equal(await proves(null, app), false)
  assert.equal(await proves({ sub: 'ada', sid }, null), false)
})
