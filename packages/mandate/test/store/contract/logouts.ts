import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Act } from '../../../src/facts/actor.ts'
import { logoutsFor } from '../../../src/facts/logouts.ts'
import type { Grant } from '../../../src/grants/grant.ts'
import type { Store } from '../../../src/store/port.ts'
import { createStore } from '../../../src/store/store.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grant, grantId, insertParties, NOW, session } from './samples.ts'
import { type ContractSubject, type Opened, openEmpty } from './subject.ts'

const HOUR = { leaseMs: 3_600_000, limit: 100 }
const sid = 'a'.repeat(22)
const other = 'b'.repeat(22)
const deaf = { ...client, id: 'client-2', metadata: {} }
const hearing = {
  ...client,
  metadata: { backchannel_logout_uri: 'https://notes.example/logout' },
}

const shapes = {
  online: { sid, scope: 'openid all' },
  offline: { sid, scope: 'openid offline_access all' },
  ofOther: { sid: other, scope: 'openid all' },
  plain: { sid: null, scope: 'all' },
  ofDeaf: { sid, scope: 'openid all', clientId: deaf.id },
} satisfies Record<string, Partial<Grant>>
type Shape = keyof typeof shapes
const names = Object.keys(shapes) as Shape[]
const idOf = (name: Shape) => grantId(names.indexOf(name) + 1)

/** An account with two sessions, and a grant of each shape. */
async function signedIn(store: Store): Promise<void> {
  await insertParties(store)
  await store.clients.update(client.id, { metadata: hearing.metadata }, ACT)
  await store.clients.insert(deaf, ACT)
  await begin(store, { sid })
  await begin(store, { sid: other, id: 'd'.repeat(64) })
  for (const [name, shape] of Object.entries(shapes)) {
    const id = idOf(name as Shape)
    await store.grants.insert({ ...grant, ...shape, id, expiresAt: NOW + 1e6 }, ACT)
  }
}

const begin = (store: Store, change: Partial<typeof session>) =>
  store.sessions.insert({ ...session, ...change }, null, ACT)

async function ended(store: Store): Promise<readonly string[]> {
  const found = await Promise.all(
    names.map(async (name) => [name, (await store.grants.find(idOf(name)))?.grant] as const),
  )
  return found.flatMap(([name, one]) => (one?.revokedAt === null ? [] : [name]))
}

async function told(store: Store): Promise<readonly unknown[]> {
  return (await store.jobs.take('logout-token', HOUR)).map(({ input }) => input)
}

const one = { everywhere: false, at: NOW }
const everywhere = { everywhere: true, at: NOW }

/** What follows from the end of a session. */
export function logoutsContract(subject: ContractSubject): void {
  const open = async (t: Parameters<typeof openEmpty>[0]): Promise<Opened> => {
    const opened = await openEmpty(t, subject)
    await signedIn(opened.store)
    return opened
  }

  describe('logouts', () => {
    it('end the grants with openid and without offline_access of the session, and tell each client once', async (t) => {
      const { store } = await open(t)
      await store.sessions.delete(session.id)
      assert.deepEqual(await ended(store), ['online', 'ofDeaf'])
      const { grant: online } = (await store.grants.find(idOf('online'))) ?? assert.fail()
      assert.equal(online.revokedBecause, 'logged_out')
      assert.equal((await store.grants.find(idOf('offline')))?.grant.sid, null)
      assert.equal((await store.grants.find(idOf('ofOther')))?.grant.sid, other)
      assert.deepEqual(await told(store), [{ accountId: account.id, clientId: client.id, sid }])
      assert.equal(await store.logouts.next(account.id, one), 0)
      // The stream tells every API to ask again.
      const facts = await store.facts.list({ accountId: account.id }, 100)
      const about = facts.filter(({ kind }) => kind === 'grants.logged_out')
      assert.deepEqual(about.map(({ clientId }) => clientId).toSorted(), [client.id, deaf.id])
    })

    it('do not follow from a session that another one continues, or that is over by time', async (t) => {
      const { store } = await open(t)
      await begin(store, { sid, id: 'e'.repeat(64) })
      await store.sessions.delete(session.id)
      assert.deepEqual(await ended(store), [])
      const now = session.expiresAt + 1
      const batch = { now, overBefore: NOW - 1, limit: 1_000 }
      for (let turn = 0; turn < 3; turn++) await store.sweep(batch)
      assert.equal(await store.sessions.find('e'.repeat(64)), undefined)
      assert.equal(await store.logouts.next(account.id, one), 0)
      assert.deepEqual(await ended(store), [])
      assert.deepEqual(await told(store), [])
      // The grants still know that their clients may be signed in.
      await store.accounts.disable(account.id, actAt(now))
      assert.deepEqual(await told(store), [{ accountId: account.id, clientId: client.id }])
      assert.deepEqual(await ended(store), [])
    })

    it('tell a client that the person disconnected it, although they are still signed in', async (t) => {
      const { store } = await open(t)
      await store.grants.revokeOfAccount(
        { id: idOf('offline'), accountId: account.id },
        'revoked_by_user',
        ACT,
      )
      await store.grants.revoke(idOf('ofOther'), 'revoked_by_client', ACT)
      assert.equal(await store.logouts.next(account.id, one), 1)
      assert.deepEqual(await told(store), [{ accountId: account.id, clientId: client.id, sid }])
      assert.deepEqual(await ended(store), ['offline', 'ofOther'])
    })

    it('are left to a job in the unit that ended the session, if there is anything to do', async (t) => {
      const { engine, store: plain } = await open(t)
      const store = createStore(engine, { jobsFor: logoutsFor })
      const due = async () =>
        (await store.jobs.take('logout', HOUR)).map(({ input }) => input['accountId'])
      const by: Act['by'] = { kind: 'account', id: account.id }
      await store.sessions.end({ accountId: account.id, id: session.id }, { by, at: NOW })
      assert.deepEqual(await due(), [account.id])
      await store.accounts.disable(account.id, ACT)
      assert.deepEqual(await due(), [account.id])
      while ((await plain.logouts.next(account.id, everywhere)) > 0);
      await store.accounts.enable(account.id, ACT)
      await store.accounts.disable(account.id, ACT)
      assert.deepEqual(await due(), [])
    })

    it('change a bounded number of grants in one write, and two processes tell a client once', async (t) => {
      const { store, openAgain } = await open(t)
      const gone = 'c'.repeat(22)
      const many = Array.from({ length: 700 }, (_, number) => ({
        ...{ ...grant, sid: gone, scope: 'openid all', expiresAt: NOW + 1e6 },
        id: grantId(1_000 + number),
      }))
      await Promise.all(many.map((each) => store.grants.insert(each, ACT)))
      const { store: second } = await openAgain()
      const both = [store, second].map(({ logouts }) => logouts.next(account.id, one))
      assert.ok((await Promise.all(both)).every((count) => count <= 500))
      while ((await store.logouts.next(account.id, one)) > 0);
      const lives = await Promise.all(many.map(({ id }) => store.grants.find(id)))
      assert.ok(lives.every((found) => found?.grant.revokedBecause === 'logged_out'))
      // Once for each write: a client that is told twice does nothing the second time.
      assert.equal((await told(store)).length, 2)
    })

    it('know the clients of a session', async (t) => {
      const { store } = await open(t)
      const of = (which: string) =>
        store.logouts.listClients({ accountId: account.id, sid: which }, 10)
      assert.deepEqual(await of(sid), [client.id, deaf.id])
      assert.deepEqual(await of(other), [client.id])
      assert.deepEqual(await of('nothing'), [])
    })
  })
}
