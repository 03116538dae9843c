/**
 * What the token keeper promises, tried over real HTTP against any authorization server: the small
 * one beside this file, or a real one. A grant that was ever presented an old refresh token is dead
 * at the server, so each proof ends with one more refresh: it works only if that never happened.
 */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type GrantHandle, type TokenStore } from '../src/index.ts'
import type { Fault } from './faulty-proxy.ts'
import { inWorld, type StartServer, TIMEOUTS, type World } from './world.ts'

export function proveTokenKeeping(name: string, startServer: StartServer): void {
  const prove = (title: string, check: (world: World) => Promise<void>) =>
    it(title, () => inWorld(startServer, check))

  describe(`the token keeper with ${name}`, { concurrency: 6 }, () => {
    prove('twenty callers at once cause one refresh', async (world) => {
      const client = world.client()
      const key = await world.login(client)
      const need = { minimumSeconds: 100_000 }
      const tokens = await Promise.all(
        Array.from({ length: 20 }, () => client.grant(key).getAccessToken(need)),
      )
      assert.equal(new Set(tokens).size, 1)
      assert.equal(world.proxy.seen.length, 1)
      await assertLives(client.grant(key))
    })

    prove('a token that lasts long enough is not refreshed', async (world) => {
      const client = world.client()
      const grant = client.grant(await world.login(client))
      assert.equal(await grant.getAccessToken(), await grant.getAccessToken())
      assert.equal(world.proxy.seen.length, 0)
    })

    const faults: Record<string, Fault> = {
      'a connection cut before the server saw the request': { kind: 'cut_before' },
      'a connection cut after the server has acted': { kind: 'cut_after' },
      'half an answer': { kind: 'half' },
      'an answer that is something else': { kind: 'garbage' },
      'an answer that never comes': { kind: 'hang' },
      'a server that is busy': { kind: 'busy' },
    }
    for (const [what, fault] of Object.entries(faults)) {
      prove(`a refresh survives ${what}: same key, same successor`, async (world) => {
        const client = world.client()
        const grant = client.grant(await world.login(client))
        world.proxy.faults.push(fault, fault)
        await grant.refresh()
        assertOneRedemption(world, 3)
        await assertLives(grant)
      })

      prove(`a login survives ${what}: same key, same successor`, async (world) => {
        const client = world.client()
        const { url, pending } = await client.startLogin()
        const callback = await world.server.authorize(url)
        world.proxy.faults.push(fault, fault)
        const { grantKey } = await client.finishLogin(callback, pending)
        assertOneRedemption(world, 3)
        await assertLives(client.grant(grantKey))
      })
    }

    prove('a server that says when to come back is asked no earlier', async (world) => {
      const client = world.client()
      const grant = client.grant(await world.login(client))
      world.proxy.faults.push({ kind: 'busy', retryAfter: 1 })
      await grant.refresh()
      const [first, second] = world.proxy.seen
      assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 1000)
    })

    prove('a caller hears at once that the server wants more time than it has', async (world) => {
      const client = world.client()
      const grant = client.grant(await world.login(client))
      world.proxy.faults.push({ kind: 'cut_after' }, { kind: 'busy', retryAfter: 3600 })
      await assert.rejects(grant.refresh(), {
        code: 'server_unavailable',
        retryAfterSeconds: 3600,
      })
      await grant.refresh()
      assertOneRedemption(world, 3)
      await assertLives(grant)
    })

    prove('a process started after a crash repeats with the key it finds', async (world) => {
      const impatient = world.client({ timeouts: { ...TIMEOUTS, totalMs: 1 } })
      const key = await world.login(world.client())
      world.proxy.faults.push({ kind: 'cut_after' })
      await assert.rejects(impatient.grant(key).refresh(), { code: 'server_unavailable' })
      const restarted = world.client()
      await restarted.grant(key).getAccessToken()
      assertOneRedemption(world, 2)
      await assertLives(restarted.grant(key))
    })

    prove('a pair that could not be stored is fetched again, never lost', async (world) => {
      const key = await world.login(world.client())
      const client = world.client({ store: failingOnce(world.store) })
      await assert.rejects(client.grant(key).refresh(), /disk full/)
      await client.grant(key).refresh()
      assertOneRedemption(world, 2)
      await assertLives(client.grant(key))
    })

    prove('a process that is only slow is overtaken, and both have the same', async (world) => {
      const slow = world.client({ timeouts: { ...TIMEOUTS, requestMs: 5_000 } })
      const quick = world.client()
      const key = await world.login(slow)
      world.proxy.faults.push({ kind: 'late', ms: 1_200 })
      const [one, other] = await Promise.all([
        slow.grant(key).refresh(),
        quick.grant(key).refresh(),
      ])
      assert.equal(one, other)
      assertOneRedemption(world, 2)
      await assertLives(slow.grant(key))
    })

    prove('a forgotten copy of a request that arrives late does no harm', async (world) => {
      const timeouts = { ...TIMEOUTS, requestMs: 300, settleMs: 2_000 }
      const client = world.client({ timeouts })
      const grant = client.grant(await world.login(client))
      world.proxy.faults.push({ kind: 'late', ms: 1_500 })
      await grant.refresh()
      await grant.refresh()
      while (world.proxy.seen[0]?.status === undefined) await sleep(20)
      await assertLives(grant)
    })

    prove('a grant that the server has ended is signed out, and not tried again', async (world) => {
      const client = world.client()
      const key = await world.login(client)
      const stolen = (await world.store.load(key))?.record
      await client.grant(key).refresh()
      await client.grant(key).refresh()
      assert.equal(stolen?.stage, 'live')
      const { version } = (await world.store.load(key)) ?? { version: 0 }
      await world.store.save(key, stolen, version)
      world.proxy.seen.length = 0
      const signedOut = { code: 'signed_out', because: 'invalid_grant' }
      await assert.rejects(client.grant(key).refresh(), signedOut)
      await assert.rejects(client.grant(key).getAccessToken(), signedOut)
      assert.equal(world.proxy.seen.length, 1)
      assert.deepEqual(await client.grant(key).status(), {
        state: 'signed_out',
        because: 'invalid_grant',
      })
    })

    prove('a wrong client secret ends nothing', async (world) => {
      const key = await world.login()
      const mistaken = world.client({ clientSecret: 'another' })
      await assert.rejects(mistaken.grant(key).refresh(), { code: 'client_refused' })
      await assertLives(world.client().grant(key))
    })

    prove('a callback that is loaded twice makes one grant', async (world) => {
      const client = world.client()
      const { url, pending } = await client.startLogin()
      const callback = await world.server.authorize(url)
      const both = await Promise.all([
        client.finishLogin(callback, pending),
        world.client().finishLogin(callback, pending),
      ])
      assert.deepEqual(both[0], both[1])
      assert.deepEqual(await client.finishLogin(callback, pending), both[0])
      await assertLives(client.grant(both[0].grantKey))
    })

    prove('a code that the server does not know means: log in again', async (world) => {
      const client = world.client()
      const { url, pending } = await client.startLogin()
      const callback = new URL(await world.server.authorize(url))
      callback.searchParams.set('code', 'ac.nothing.0')
      await assert.rejects(client.finishLogin(callback, pending), { code: 'signed_out' })
    })

    prove('a revoked grant is over at the server and forgotten here', async (world) => {
      const client = world.client()
      const key = await world.login(client)
      const kept = await world.store.load(key)
      const impatient = world.client({ timeouts: { ...TIMEOUTS, totalMs: 1 } })
      world.proxy.faults.push({ kind: 'cut_after' })
      await assert.rejects(impatient.grant(key).refresh(), { code: 'server_unavailable' })
      await client.grant(key).revoke()
      assert.equal(await world.store.load(key), undefined)
      await assert.rejects(client.grant(key).refresh(), { because: 'unknown_grant' })
      await client.grant(key).revoke()
      assert.ok(kept !== undefined)
      await world.store.save(key, kept.record, 0)
      await assert.rejects(client.grant(key).refresh(), { because: 'invalid_grant' })
    })

    prove('a server that cannot be reached keeps the grant', async (world) => {
      const key = await world.login()
      const nowhere = { ...world.options, issuer: 'http://127.0.0.1:9' }
      const lost = createClient({ ...nowhere, timeouts: { ...TIMEOUTS, totalMs: 300 } })
      await assert.rejects(lost.grant(key).refresh(), { code: 'server_unavailable' })
      await assert.rejects(lost.grant(key).revoke(), { code: 'server_unavailable' })
      await assertLives(world.client().grant(key))
    })
  })
}

async function assertLives(grant: GrantHandle): Promise<void> {
  const before = await grant.getAccessToken()
  assert.notEqual(await grant.refresh(), before)
}

/** Many requests, one key, one thing presented, one successor however often it was answered. */
function assertOneRedemption({ proxy }: World, requests: number): void {
  assert.equal(proxy.seen.length, requests)
  assert.equal(new Set(proxy.seen.map(({ key }) => key)).size, 1)
  assert.match(proxy.seen[0]?.key ?? '', /^[\w-]{22,}$/)
  assert.equal(new Set(proxy.seen.map(({ presented }) => presented)).size, 1)
  const successors = proxy.seen.flatMap(({ successor }) => successor ?? [])
  assert.equal(new Set(successors).size, 1)
}

function failingOnce(store: TokenStore): TokenStore {
  let failed = false
  return {
    ...store,
    async save(key, record, expectedVersion) {
      if (record.stage === 'live' && !failed) {
        failed = true
        throw new Error('disk full')
      }
      return store.save(key, record, expectedVersion)
    },
  }
}
