import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  KNOWN_BROWSERS_KEPT_SECONDS,
  MOST_KNOWN_BROWSERS,
  type Store,
} from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, insertParties, knownBrowser, NOW, session } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const bob = { ...account, id: 'account-2', email: 'bob@example.com', emailKey: 'bob@example.com' }

function seen(store: Store, change: Partial<typeof knownBrowser> = {}, at = NOW) {
  return store.knownBrowsers.remember({ ...knownBrowser, ...change }, 'sign_in', actAt(at))
}

async function browsersOf(store: Store, accountId = account.id): Promise<readonly string[]> {
  return (await store.knownBrowsers.listOf(accountId)).map(({ browser }) => browser)
}

export function knownBrowsersContract(subject: ContractSubject): void {
  describe('known browsers', () => {
    it('are new once, and then seen again', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const remembered = await Promise.all(Array.from({ length: 20 }, () => seen(store)))
      assert.equal(remembered.filter(Boolean).length, 1)
      assert.deepEqual(await store.knownBrowsers.listOf(account.id), [knownBrowser])

      const later = { agent: '', network: '203.0.113.9' }
      assert.equal(await seen(store, later, NOW + 60), false)
      assert.equal(await seen(store, later, NOW + 30), false)
      const [again] = await store.knownBrowsers.listOf(account.id)
      assert.deepEqual(again, { ...knownBrowser, ...later, lastSeenAt: NOW + 60 })
    })

    it('are found by the browser alone, with the addresses of those who know it', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.insert(bob, ACT)
      await seen(store)
      await seen(store, { accountId: bob.id }, NOW + 1)
      await seen(store, { accountId: bob.id, browser: 'another' })
      const { listEmailKeysOf } = store.knownBrowsers
      assert.deepEqual(await listEmailKeysOf(knownBrowser.browser), [
        bob.emailKey,
        account.emailKey,
      ])
      assert.deepEqual(await listEmailKeysOf('another'), [bob.emailKey])
      assert.deepEqual(await listEmailKeysOf('unknown'), [])
      await store.accounts.update(bob.id, { email: null, emailKey: null }, ACT)
      assert.deepEqual(await listEmailKeysOf('another'), [])
    })

    it('are not remembered for an account that does not exist', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.equal(await seen(store), false)
      assert.deepEqual(await browsersOf(store), [])
    })

    it('are bounded for each account: the longest unseen are forgotten', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.insert(bob, ACT)
      await seen(store, { accountId: bob.id })
      for (let i = 0; i < MOST_KNOWN_BROWSERS + 2; i++) {
        await seen(store, { browser: `browser-${i}` }, NOW + i)
      }
      // Though this server's clock is behind.
      await seen(store, { browser: 'latest' }, NOW - 60)
      const kept = await browsersOf(store)
      assert.equal(kept.length, MOST_KNOWN_BROWSERS)
      assert.equal(kept[0], `browser-${MOST_KNOWN_BROWSERS + 1}`)
      assert.equal(kept.at(-1), 'latest')
      assert.equal(kept.includes('browser-2'), false)
      assert.equal((await browsersOf(store, bob.id)).length, 1)
    })

    it('are forgotten one by one, or all but one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      for (const browser of ['a', 'b', 'c', 'd']) await seen(store, { browser })
      assert.equal(await store.knownBrowsers.forget(account.id, 'a'), true)
      assert.equal(await store.knownBrowsers.forget(account.id, 'a'), false)
      assert.equal(await store.knownBrowsers.forgetOthers(account.id, 'b'), 2)
      assert.deepEqual(await browsersOf(store), ['b'])
      assert.equal(await store.knownBrowsers.forgetOthers(account.id, null), 1)
      assert.deepEqual(await browsersOf(store), [])
    })

    it('end with the password, with all sessions, and with the account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.insert(bob, ACT)
      const ends: readonly (() => Promise<unknown>)[] = [
        () => store.accounts.setPassword(account.id, 'another', ACT),
        () => store.accounts.endSessions(account.id, ACT),
        async () => {
          await store.sessions.insert(session, null, ACT)
          assert.equal(await store.accounts.endSessions(account.id, ACT), 1)
        },
        () => store.accounts.delete(account.id, ACT),
      ]
      for (const end of ends) {
        await seen(store)
        await seen(store, { accountId: bob.id })
        assert.equal((await browsersOf(store)).length, 1)
        await end()
        assert.deepEqual(await browsersOf(store), [])
        assert.equal((await browsersOf(store, bob.id)).length, 1)
      }
    })

    it('are swept a year after they were last seen', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await seen(store)
      const sweepAt = (now: number) => store.sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(NOW + KNOWN_BROWSERS_KEPT_SECONDS)
      assert.equal((await browsersOf(store)).length, 1)
      await sweepAt(NOW + KNOWN_BROWSERS_KEPT_SECONDS + 1)
      assert.deepEqual(await browsersOf(store), [])
    })
  })
}
