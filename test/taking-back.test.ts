/**
 * One permission taken back on the account page of one node, seen by everybody else: an API with a
 * guard that had the token in memory, a program with `@mandate/client`, and other nodes on PostgreSQL.
 */

import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient, memoryStore, type ScopeChange } from '../packages/client/src/index.ts'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { exchange, introspect, refresh, tokensOf } from '../packages/mandate/test/integrator.ts'
import {
  REDIRECT_URI,
  type RunningServer,
  startServer,
} from '../packages/mandate/test/running-server.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'
import { newVisitor } from '../packages/mandate/test/visitor.ts'
import { guardApi } from './guarded-api.ts'

let place: Awaited<ReturnType<typeof createTestPlace>>
let server: RunningServer
/** Another node of the same server. */
let other: RunningServer
before(async () => {
  place = await createTestPlace()
  const open = () => openPostgresStore({ url: place.location })
  server = await startServer({ open })
  other = { ...server, issuer: await server.addNode() }
})
after(async () => {
  await server.close()
  await place.remove()
  await endTestServer()
})

/** An app with two permissions, and a function with which its owner takes back `write`. */
async function connect() {
  const { client, secret } = await server.register({ scope: 'read write' })
  const as = { id: client.id, secret }
  const owner = await server.createAccount(`owner.of.${client.id}@example.com`)
  const visitor = newVisitor(server)
  const login = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI },
    scope: 'read write',
  }
  const signIn = async (parameters: Readonly<Record<string, string>> = login) => {
    const page = await visitor.open(parameters)
    return page.address.pathname === '/sign-in'
      ? visitor.signIn(page, { email: owner.email })
      : page
  }
  const takeBack = async (at = server) => {
    const now = server.clock.now()
    const { installations } = await server.store.grants.listNewest(owner.id, { now })
    const grant = installations[0]?.id ?? assert.fail('not connected')
    const form = { grant, scope: 'write', account: owner.id, confirmed: 'yes' }
    const page = await visitor.send(`${at.issuer}/account/take-back`, form)
    assert.match(page.html, /can no longer do this/)
  }
  return { as, signIn, takeBack }
}

async function tokensFor({ as, signIn }: Awaited<ReturnType<typeof connect>>) {
  const code = (await signIn()).address.searchParams.get('code') ?? ''
  return tokensOf(await exchange(server, code, { as }))
}

/** Calls the API until it refuses; how long that took, in milliseconds. */
async function untilRefused(t: TestContext, page: RunningServer): Promise<number> {
  const app = await connect()
  const { accessToken } = await tokensFor(app)
  const api = guardApi(t, server)
  await api.learn(accessToken)
  assert.equal((await api.check(accessToken, 'write')).outcome, 'granted')
  await app.takeBack(page)
  const answered = performance.now()
  for (;;) {
    const outcome = await api.check(accessToken, 'write')
    if (outcome.outcome === 'refused') {
      assert.equal(outcome.status, 403)
      assert.equal((await api.check(accessToken, 'read')).outcome, 'granted')
      return performance.now() - answered
    }
    await pause(1)
  }
}

test('an API whose guard had the token in memory refuses within a second, whichever node the page is at', async (t) => {
  for (const [where, node] of [
    ['at the same node', server],
    ['at another node', other],
  ] as const) {
    const took = await untilRefused(t, node)
    t.diagnostic(`refused ${took.toFixed(1)} ms after the account page answered, ${where}`)
    assert.ok(took < 1_000, `${took} ms`)
  }
})

test('no refresh at any node that begins after the answer names what was taken back', async () => {
  const wide: string[] = []
  for (let round = 0; round < 5; round++) {
    const app = await connect()
    const { as } = app
    const fresh = await tokensFor(app)
    let isTaken = false
    let { refreshToken } = fresh
    const refreshing = (async () => {
      for (let count = 0; count < 12; count++) {
        const beganAfter = isTaken
        const answer = await refresh(count % 2 === 0 ? other : server, refreshToken, { as })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        if (beganAfter && answer.body['scope'] !== 'read') wide.push(String(answer.body['scope']))
        refreshToken = tokensOf(answer).refreshToken
      }
    })()
    await app.takeBack()
    isTaken = true
    assert.equal((await introspect(other, fresh.accessToken)).body['scope'], 'read')
    await refreshing
    server.clock.advance(1)
  }
  assert.deepEqual(wide, [])
})

test('@mandate/client tells the program once, and remembers it', async () => {
  const app = await connect()
  const told: ScopeChange[] = []
  const client = createClient({
    ...{ issuer: server.issuer, clientId: app.as.id, clientSecret: app.as.secret },
    ...{ redirectUri: REDIRECT_URI, scope: 'read write', store: memoryStore() },
    onScopeChanged: (change) => told.push(change),
  })
  const { url, pending } = await client.startLogin()
  const back = await app.signIn(Object.fromEntries(new URL(url).searchParams))
  const { grantKey } = await client.finishLogin(back.address, pending)
  const grant = client.grant(grantKey)
  await grant.refresh()
  assert.deepEqual(told, [])
  await app.takeBack()
  for (let count = 0; count < 3; count++) await grant.refresh()
  assert.deepEqual(told, [{ grantKey, scope: 'read', takenBack: 'write' }])
  const status = await grant.status()
  assert.deepEqual(status.state === 'connected' && [status.scope, status.takenBack], [
    'read',
    'write',
  ])
})
