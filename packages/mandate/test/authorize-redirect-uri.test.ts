/** Until client and redirect URI are certain, the browser is sent nowhere (RFC 6749 §4.1.2.1). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actAt } from './act.ts'
import { assertErrorPage, errorAtClient, requestQuery } from './authorization-request.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const query = (changes?: Parameters<typeof requestQuery>[1]) => requestQuery(server, changes)
const errorAt = (asked: string, expected?: Parameters<typeof errorAtClient>[2]) =>
  errorAtClient(server, asked, expected)
const assertPage = (asked: string) => assertErrorPage(server, asked)

test('client_id missing, unknown or repeated ends on a page, never in a redirect', async () => {
  await assertPage(query({ client_id: undefined }))
  await assertPage(query({ client_id: '' }))
  await assertPage(query({ client_id: 'client_unknown' }))
  await assertPage(query({ client_id: `${server.client.id}\u0000` }))
  await assertPage(`${query()}&client_id=${server.client.id}`)
})

test('a client that is turned off ends on a page', async () => {
  const { client } = await server.register({ name: 'Off' })
  await server.store.clients.disable(client.id, actAt(server.clock.now()))
  await assertPage(query({ client_id: client.id }))
})

test('SCENARIO 20: a redirect URI that is not registered ends on a page, before any sign-in', async () => {
  await assertPage(query({ redirect_uri: 'https://evil.example' }))
  await assertPage(`${query()}&redirect_uri=https%3A%2F%2Fevil.example`)
})

test('SCENARIO 22: nothing that only resembles the registered redirect URI will do', async () => {
  const { client } = await server.register({ redirectUris: ['https://a.example/cb'] })
  const lookalikes = [
    'https://a.example@evil.example/cb',
    'https://a.example%25@evil.example/cb',
    'https://a.example/cb..;/',
    'https://a.example/../cb',
    'https://a.example/x/../cb',
    'https://A.example/cb',
    'HTTPS://a.example/cb',
    'https://a.example/CB',
    'https://a.example/cb/',
    'https://a.example/cb?x=1',
    'https://a.example/cb?',
    'https://a.example/cb#',
    'https://a.example/cb#x',
    'https:\\\\a.example\\cb',
    'https://a.example\\@evil.example/cb',
    'https://a.example/cb\t',
    ' https://a.example/cb',
    'https://a.example/cb ',
    'https://a.example:443/cb',
    'https://a.example./cb',
    'https://а.example/cb',
    '//a.example/cb',
    'http://a.example/cb',
    'javascript:https://a.example/cb',
  ]
  for (const redirect_uri of lookalikes) {
    await assertPage(query({ client_id: client.id, redirect_uri }))
  }
})

test('SCENARIO 23: any loopback port will do for a native client, any loopback name will not', async () => {
  const { client } = await server.register({
    redirectUris: ['http://127.0.0.1/cb', 'http://[::1]:8000/cb'],
    isPublic: true,
    trusted: false,
  })
  const { client: byName } = await server.register({
    redirectUris: ['http://localhost:3000/cb', 'https://localhost/cb'],
    isPublic: true,
    trusted: false,
  })
  for (const redirect_uri of [
    'http://localhost.evil.test/cb',
    'http://localhost/cb',
    'http://u@127.0.0.1/cb',
    'http://127.0.0.1:80@evil.test/cb',
    'http://127.0.0.1.evil.test/cb',
    'http://127.0.0.1:99999/cb',
    'http://127.0.0.1:/cb',
    'http://127.0.0.2/cb',
    'http://127.1/cb',
    'https://127.0.0.1/cb',
    'http://127.0.0.1:5000/cb2',
  ]) {
    await assertPage(query({ client_id: client.id, redirect_uri }))
  }
  for (const redirect_uri of [
    'http://127.0.0.1:3000/cb',
    'http://localhost.evil.test:3000/cb',
    'http://u@localhost:3000/cb',
    'https://localhost:8443/cb',
    'http://localhost:3000/cb/',
  ]) {
    await assertPage(query({ client_id: byName.id, redirect_uri }))
  }
  for (const [id, redirect_uri] of [
    [client.id, 'http://127.0.0.1:53124/cb'],
    [client.id, 'http://[::1]:9/cb'],
    [byName.id, 'http://localhost:51004/cb'],
    [byName.id, 'https://localhost/cb'],
  ] as const) {
    const asked = query({ client_id: id, redirect_uri })
    assert.equal(await errorAt(asked, { at: `${redirect_uri}?error=` }), 'invalid_request')
  }
})

test('a confidential client has to name the port it registered', async () => {
  const { client } = await server.register({ redirectUris: ['http://127.0.0.1:8000/cb'] })
  await assertPage(query({ client_id: client.id, redirect_uri: 'http://127.0.0.1:8001/cb' }))
})

test('SCENARIO 25: another error together with a bad redirect URI ends on a page', async () => {
  for (const change of [
    { prompt: 'none' },
    { response_type: 'token' },
    { scope: 'no such scope' },
    { response_mode: 'form_post', prompt: 'none' },
    { code_challenge_method: 'plain' },
  ]) {
    await assertPage(query({ redirect_uri: 'https://evil.example', ...change }))
  }
})

test('with several redirect URIs registered, one has to be named', async () => {
  const redirectUris = ['https://a.example/1', 'https://a.example/2']
  const { client } = await server.register({ redirectUris })
  await assertPage(query({ client_id: client.id, redirect_uri: undefined }))
  const named = query({ client_id: client.id, redirect_uri: 'https://a.example/2', scope: '*' })
  assert.equal(await errorAt(named, { at: 'https://a.example/2?error=' }), 'invalid_scope')
})

test('with one registered, the redirect URI may be omitted', async () => {
  assert.equal(await errorAt(query({ redirect_uri: undefined, scope: '*' })), 'invalid_scope')
})
