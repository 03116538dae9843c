import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createGuard } from '../../../guard/src/index.ts'
import { type Platform, startPlatform } from '../handoff-platform.ts'
import { exchange, refresh, type Tokens, tokensOf } from '../integrator.ts'
import { REDIRECT_URI } from '../running-server.ts'
import { type Arrival, newVisitor } from '../visitor.ts'
import { type Directory, directoryOf, endTestServer, onBothEngines } from './directory.ts'

after(endTestServer)

onBothEngines((_, place) => {
  let platform: Platform
  let directory: Directory
  let guard: ReturnType<typeof createGuard>
  let remove: () => Promise<void>
  let user: { readonly id: string }
  let tokens: Tokens
  before(async () => {
    const database = await place()
    remove = database.remove
    platform = await startPlatform(database.options)
    const { issuer, resource, resourceSecret } = platform.server
    directory = await directoryOf(platform.server)
    guard = createGuard({ issuer, clientId: resource.id, clientSecret: resourceSecret })
    user = await directory.create({ userName: 'ada@acme.example', externalId: 'ada' })
  })
  after(async () => {
    guard.close()
    await platform.server.close()
    await remove()
  })

  async function tokensAt({ address }: Arrival): Promise<Tokens> {
    assert.equal(address.origin, REDIRECT_URI, address.href)
    const code = address.searchParams.get('code') ?? ''
    return tokensOf(await exchange(platform.server, code))
  }

  /** Fails if the guard does not say so long before it would forget the token by itself. */
  async function until(outcome: 'granted' | 'refused'): Promise<void> {
    const request = { rawHeaders: ['Authorization', `Bearer ${tokens.accessToken}`] }
    const began = performance.now()
    while ((await guard.check(request)).outcome !== outcome) {
      assert.ok(performance.now() - began < 60_000, `not ${outcome} in time`)
      await pause(10)
    }
  }

  test('a provisioned user who signs in with the provider is found by external id', async () => {
    tokens = await tokensAt(await platform.signIn(newVisitor(platform.server), 'ada'))
    await until('granted')
    const { rows } = await platform.server.store.grants.list({ accountId: user.id }, { limit: 10 })
    assert.equal(rows.length, 1)
  })

  test('a deactivated user is refused by every guard that hears of it, and cannot sign in', async () => {
    const { server } = platform
    await until('granted')
    const off = await directory.patch(user.id, { op: 'replace', value: { active: false } })
    assert.equal(off.body.active, false)
    await until('refused')
    assert.equal((await refresh(server, tokens.refreshToken)).status, 400)
    assert.deepEqual(await server.store.sessions.listOf(user.id), [])
    const visitor = newVisitor(server)
    const id = await platform.begin(visitor)
    const { body } = await platform.answer(id, { subject: 'ada' })
    if (body['continue_url'] !== undefined) await visitor.follow(String(body['continue_url']))
    assert.equal(await platform.shownTo(visitor), null)
    assert.deepEqual(await server.store.sessions.listOf(user.id), [])
  })

  test('after reactivation the user’s apps work again', async () => {
    const { server } = platform
    const on = await directory.patch(user.id, { op: 'replace', value: { active: true } })
    assert.equal(on.body.active, true)
    await until('granted')
    tokens = await tokensOf(await refresh(server, tokens.refreshToken))
    const facts = await server.store.facts.list({ accountId: user.id }, 100)
    const kinds = facts.flatMap(({ kind, by }) =>
      by.kind === 'platform' && by.id === directory.keyId ? kind : [],
    )
    assert.deepEqual(kinds.toSorted(), [
      ...['account.created', 'account.disabled', 'account.enabled'],
      ...['account.updated', 'account.updated', 'identity.linked'],
    ])
  })

  test('a deleted user is refused by every guard that hears of it, permanently', async () => {
    await until('granted')
    assert.equal((await directory.send('DELETE', `/Users/${user.id}`)).status, 204)
    await until('refused')
    assert.equal((await refresh(platform.server, tokens.refreshToken)).status, 400)
    assert.equal(await platform.server.store.accounts.find(user.id), undefined)
  })
})
