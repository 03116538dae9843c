import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { step } from '../../../src/store/engine.ts'
import { MOST_SESSIONS } from '../../../src/store/port.ts'
import { query } from '../../../src/store/queries/query.ts'
import type { ClientAuthentication } from '../../../src/store/tables/authentication.ts'
import { changeableClient } from '../../../src/store/tables/clients.ts'
import { ACT, actAt } from '../../act.ts'
import { assertRevised } from './revised.ts'
import { sampleOf } from './sample-of.ts'
import {
  account,
  client,
  consent,
  explanation,
  grant,
  grantId,
  insertGrants,
  insertParties,
  NOW,
  resource,
  session,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

/** This after a rotation to the secret hash `new`. */
function rotated(authentication: ClientAuthentication, expiresAt: number): ClientAuthentication {
  assert.ok(authentication.method === 'secret')
  const previous = { secretHash: authentication.secretHash, expiresAt }
  return { method: 'secret', secretHash: 'new', previous }
}

export function partiesContract(subject: ContractSubject): void {
  describe('clients', () => {
    it('returns a client exactly as it was inserted', async (t) => {
      const { store } = await openEmpty(t, subject)
      const isPublic = {
        ...client,
        id: 'public',
        authentication: { method: 'none' } as const,
        grantTypes: ['authorization_code'],
        trusted: true,
        redirectUris: [],
      }
      await store.clients.insert(client, ACT)
      await store.clients.insert(isPublic, ACT)
      assert.deepEqual(await store.clients.find(client.id), client)
      assert.deepEqual(await store.clients.find('public'), isPublic)
      assert.equal(await store.clients.find('nobody'), undefined)
    })

    it('changes what is named and leaves the rest', async (t) => {
      const { store } = await openEmpty(t, subject)
      let expected = { ...client, ...sampleOf(changeableClient) }
      await store.clients.insert(expected, ACT)
      const other = { ...sampleOf(changeableClient, 'other'), metadata: {} }
      for (const [property, value] of Object.entries(other)) {
        expected = { ...expected, [property]: value }
        assert.equal(await store.clients.update(client.id, { [property]: value }, ACT), true)
        assertRevised(await store.clients.find(client.id), expected)
      }
      assert.equal(await store.clients.update(client.id, {}, ACT), true)
      assertRevised(await store.clients.find(client.id), expected)
      assert.equal(await store.clients.update('nobody', { name: 'New' }, ACT), false)
    })

    it('disables and enables', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.clients.insert(client, ACT)
      assert.equal(await store.clients.disable(client.id, actAt(NOW)), true)
      assert.equal((await store.clients.find(client.id))?.disabledAt, NOW)
      assert.equal(await store.clients.enable(client.id, ACT), true)
      assertRevised(await store.clients.find(client.id), client)
      assert.equal(await store.clients.disable('nobody', actAt(NOW)), false)
    })

    it('keeps the old secret as the previous one when a secret is rotated', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.clients.insert(client, ACT)
      assert.equal(
        await store.clients.rotateSecret(
          client.id,
          { secretHash: 'new', previousExpiresAt: NOW + 60 },
          ACT,
        ),
        true,
      )
      assertRevised(await store.clients.find(client.id), {
        ...client,
        authentication: rotated(client.authentication, NOW + 60),
      })
      assert.equal(
        await store.clients.rotateSecret(
          'nobody',
          { secretHash: 'new', previousExpiresAt: NOW },
          ACT,
        ),
        false,
      )
    })

    it('does not give a public client a secret by rotation', async (t) => {
      const { store } = await openEmpty(t, subject)
      const isPublic = { ...client, authentication: { method: 'none' } as const }
      await store.clients.insert(isPublic, ACT)
      assert.equal(
        await store.clients.rotateSecret(
          client.id,
          { secretHash: 'new', previousExpiresAt: NOW },
          ACT,
        ),
        false,
      )
      assert.deepEqual(await store.clients.find(client.id), isPublic)
    })

    it('treats a client with a newer version’s method as one that cannot authenticate', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert(grant, ACT)
      const text = "UPDATE clients SET authentication = 'of_tomorrow', secret_hash = NULL"
      await engine.write([step(query({ name: 'newer', text, input: {}, key: 'alone' }), {})])
      const unknown = { method: 'unknown' }
      assert.deepEqual((await store.clients.find(client.id))?.authentication, unknown)
      assert.deepEqual((await store.grants.find(grant.id))?.client.authentication, unknown)
      assert.equal(
        await store.clients.rotateSecret(
          client.id,
          { secretHash: 'new', previousExpiresAt: NOW },
          ACT,
        ),
        false,
      )
    })

    it('deletes a client with its grants and consents, and no one else’s', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 3)
      await store.consents.put(consent, ACT)
      await store.consents.put({ ...consent, clientId: 'other' }, ACT)
      await store.grants.insert({ ...grant, id: grantId(9), clientId: 'other' }, ACT)
      assert.equal(await store.clients.delete(client.id, ACT), true)
      assert.equal(await store.clients.delete(client.id, ACT), false)
      assert.equal(await store.clients.find(client.id), undefined)
      assert.equal(await store.consents.find(account.id, client.id), undefined)
      assert.notEqual(await store.consents.find(account.id, 'other'), undefined)
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(9)],
      )
    })
  })

  describe('lists', () => {
    it('return all rows in order of id, whatever the page size', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = ['a', 'b', 'c', 'd', 'e']
      await Promise.all(
        ids.flatMap((id) => [
          store.clients.insert({ ...client, id }, ACT),
          store.accounts.insert({ ...account, id, emailKey: id }, ACT),
          store.resources.insert({ ...resource, id, uri: id, uriKey: id }, ACT),
        ]),
      )
      for (const noun of [store.clients, store.accounts, store.resources]) {
        const first = await noun.list({ limit: 2 })
        assert.deepEqual([first.rows.map(({ id }) => id), first.next], [['a', 'b'], 'b'])
        const rest = await noun.list({ after: 'b', limit: 4 })
        assert.deepEqual([rest.rows.map(({ id }) => id), rest.next], [['c', 'd', 'e'], null])
        assert.deepEqual(await noun.list({ after: 'e', limit: 4 }), { rows: [], next: null })
      }
    })
  })

  describe('resources', () => {
    it('gives a URI to the first caller that takes it', async (t) => {
      const { store } = await openEmpty(t, subject)
      const taken = await Promise.all([
        store.resources.insert(resource, ACT),
        store.resources.insert({ ...resource, id: 'resource-2' }, ACT),
      ])
      assert.deepEqual(taken.toSorted(), [false, true])
      const kept = await store.resources.findByUriKey(resource.uriKey)
      assert.deepEqual(kept, { ...resource, id: taken[0] ? resource.id : 'resource-2' })
      assert.deepEqual(await store.resources.find(kept?.id ?? ''), kept)
      assert.equal(await store.resources.find('nobody'), undefined)
      assert.equal(await store.resources.findByUriKey('https://nobody.example'), undefined)
    })

    it('refuses a second spelling of a URI, and finds the first by what they share', async (t) => {
      const { store } = await openEmpty(t, subject)
      const spellings = [resource.uri, `${resource.uri}#2`, `${resource.uri}#3`]
      const taken = await Promise.all(
        spellings.map((uri, place) =>
          store.resources.insert({ ...resource, id: `r${place}`, uri }, ACT),
        ),
      )
      assert.deepEqual(taken.toSorted(), [false, false, true])
      const kept = await store.resources.findByUriKey(resource.uriKey)
      assert.equal(kept?.id, `r${taken.indexOf(true)}`)
    })

    it('changes what is named, leaves the rest, and tells those who cache tokens', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.resources.insert(resource, ACT)
      const change = { restricted: false, needsUsernameSince: null }
      assert.equal(await store.resources.update(resource.id, change, ACT), true)
      assertRevised(await store.resources.find(resource.id), { ...resource, ...change })
      assert.deepEqual(await store.resources.listNeedingUsername(), [])
      assert.equal(await store.resources.update(resource.id, { name: 'New' }, ACT), true)
      const again = { name: 'New', needsUsernameSince: NOW }
      assert.equal(await store.resources.update(resource.id, again, ACT), true)
      const after = { ...resource, ...change, ...again }
      const [listed, ...more] = await store.resources.listNeedingUsername()
      assertRevised(listed, after)
      assert.deepEqual(more, [])
      assert.equal(await store.resources.update('nobody', again, ACT), false)
      const { endings } = await store.facts.readEndings(
        { atMs: 0, id: '' },
        { limit: 9, countSinceMs: 0 },
      )
      const everything = { clientId: undefined, accountId: undefined, accessTokenId: undefined }
      const { clientId, accountId, accessTokenId } = endings[0] ?? {}
      assert.deepEqual({ clientId, accountId, accessTokenId }, everything)
      assert.equal(endings.length, 3)
    })
  })

  describe('a resource', () => {
    it('keeps the old secret as the previous one when its secret is rotated', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.resources.insert(resource, ACT)
      assert.equal(
        await store.resources.rotateSecret(
          resource.id,
          { secretHash: 'new', previousExpiresAt: NOW + 90 },
          ACT,
        ),
        true,
      )
      assertRevised(await store.resources.find(resource.id), {
        ...resource,
        authentication: rotated(resource.authentication, NOW + 90),
      })
      assert.equal(
        await store.resources.rotateSecret(
          'nobody',
          { secretHash: 'new', previousExpiresAt: NOW },
          ACT,
        ),
        false,
      )
    })

    it('is deleted with its explanations, leaves its grants, and frees its URI', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const uri = 'https://other.example'
      const other = { ...resource, id: 'resource-2', uri, uriKey: uri }
      await store.resources.insert(resource, ACT)
      await store.resources.insert(other, ACT)
      const limits = { perClient: 9, perStanding: 9 }
      await store.explanations.put([{ ...explanation, clientId: resource.id }], limits)
      assert.equal(await store.resources.delete(resource.id, ACT), true)
      assert.equal(await store.resources.delete(resource.id, ACT), false)
      assert.equal(await store.resources.find(resource.id), undefined)
      assert.equal(await store.explanations.find(explanation.id), undefined)
      assert.deepEqual((await store.grants.find(grantId(1)))?.grant.resource, grant.resource)
      assert.deepEqual(await store.resources.find(other.id), other)
      assert.equal(await store.resources.insert({ ...resource, id: 'resource-3' }, ACT), true)
    })
  })

  describe('accounts and sessions', () => {
    it('gives an address to the first caller that takes it', async (t) => {
      const { store } = await openEmpty(t, subject)
      const inserts = Array.from({ length: 10 }, (_, index) =>
        store.accounts.insert({ ...account, id: `account-${index}` }, ACT),
      )
      const outcomes = await Promise.all(inserts)
      const winners = outcomes.flatMap((is, index) => (is === 'inserted' ? [index] : []))
      assert.equal(winners.length, 1)
      assert.equal(outcomes.filter((is) => is === 'email_taken').length, 9)
      const kept = await store.accounts.findByEmailKey(account.emailKey)
      assert.deepEqual(kept, { ...account, id: `account-${winners[0]}` })
      assert.deepEqual(await store.accounts.find(kept?.id ?? ''), kept)
      assert.equal(await store.accounts.findByEmailKey('nobody'), undefined)
    })

    it('allows any number of accounts without address and password', async (t) => {
      const { store } = await openEmpty(t, subject)
      const bare = { ...account, email: null, emailKey: null, passwordHash: null }
      for (const id of ['one', 'two']) {
        assert.equal(await store.accounts.insert({ ...bare, id }, ACT), 'inserted')
        assert.deepEqual(await store.accounts.find(id), { ...bare, id })
      }
      const begin = (hash: string | null) =>
        store.sessions.insert({ ...session, accountId: 'one', amr: ['hwk'] }, hash, ACT)
      assert.equal(await begin(account.passwordHash), false)
      assert.equal(await begin(null), true)
      const found = await store.sessions.find(session.id)
      assert.deepEqual([found?.session.amr, found?.account.id], [['hwk'], 'one'])
    })

    it('finds a session with its account until it is deleted', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      assert.equal(await store.sessions.insert(session, account.passwordHash, ACT), true)
      assert.deepEqual(await store.sessions.find(session.id), { session, account })
      const seen = { at: NOW + 300, insteadOf: session.lastSeenAt }
      await store.sessions.see(session.id, seen)
      // Another request came first.
      await store.sessions.see(session.id, { ...seen, at: NOW + 301 })
      const { lastSeenAt } = (await store.sessions.find(session.id))?.session ?? session
      assert.equal(lastSeenAt, NOW + 300)
      await store.sessions.delete(session.id)
      await store.sessions.delete(session.id)
      assert.equal(await store.sessions.find(session.id), undefined)
    })

    it('ends one session of an account, and all but one, and no one else’s', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [mine, theirs] = [account.id, 'other']
      await store.accounts.insert(account, ACT)
      await store.accounts.insert({ ...account, id: theirs, emailKey: theirs }, ACT)
      for (const [id, accountId] of [
        ...[['s1', mine] as const, ['s2', mine] as const, ['s3', mine] as const],
        ['t1', theirs] as const,
      ]) {
        await store.sessions.insert({ ...session, id, accountId }, account.passwordHash, ACT)
      }
      assert.equal(await store.sessions.end({ accountId: mine, id: 't1' }, ACT), false)
      const kept = { id: 's2', accountId: mine, browser: 'b' }
      const seen = { agent: '', network: '' }
      for (const browser of [session.browser, 'b', 'c']) {
        await store.knownBrowsers.remember({ ...seen, accountId: mine, browser }, 'sign_in', ACT)
      }
      const both = [store.sessions.end({ accountId: mine, id: 's1' }, ACT)]
      both.push(store.sessions.end({ accountId: mine, id: 's1' }, ACT))
      assert.deepEqual((await Promise.all(both)).toSorted(), [false, true])
      assert.equal(await store.sessions.endOthers(kept, ACT), 1)
      assert.equal(await store.sessions.endOthers(kept, ACT), 0)
      const known = await store.knownBrowsers.listOf(mine)
      assert.deepEqual(
        known.map(({ browser }) => browser),
        ['b'],
      )
      const left = await Promise.all(['s1', 's2', 's3', 't1'].map((id) => store.sessions.find(id)))
      assert.deepEqual(
        left.map((one) => one?.session.id),
        [undefined, 's2', undefined, 't1'],
      )
      const facts = await store.facts.list({ accountId: mine }, 100)
      const ends = facts.map(({ kind }) => kind).filter((kind) => kind.endsWith('.ended'))
      assert.deepEqual(ends.toSorted(), ['session.ended', 'sessions.ended'])
    })

    it('ends the oldest sessions of an account that has very many, and no one else’s', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = { ...account, id: 'other', emailKey: 'other' }
      await store.accounts.insert(account, ACT)
      await store.accounts.insert(other, ACT)
      // Sessions count from when they began here; `authTime` may be earlier or unknown.
      const begin = (id: string, accountId: string, at: number) => {
        const times = { authTime: at % 2 === 0 ? null : NOW - at, startedAt: at }
        return store.sessions.insert(
          { ...session, id, accountId, ...times },
          account.passwordHash,
          ACT,
        )
      }
      await begin('other’s', other.id, NOW - 9_000)
      // By a clock that is behind: the session that just began stays anyway.
      for (let i = 0; i <= MOST_SESSIONS; i++) {
        await begin(`s${i}`, account.id, i === MOST_SESSIONS ? NOW - 500 : NOW + i)
      }
      const ids = Array.from({ length: MOST_SESSIONS + 1 }, (_, i) => `s${i}`)
      const found = await Promise.all(ids.map((id) => store.sessions.find(id)))
      assert.deepEqual(
        ids.filter((_, i) => found[i] === undefined),
        ['s0'],
      )
      assert.ok(await store.sessions.find('other’s'))
    })

    it('ends all sessions of an account that is disabled or gets a new password', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = { ...account, id: 'other', emailKey: 'other' }
      await store.accounts.insert(account, ACT)
      await store.accounts.insert(other, ACT)
      const begin = (id: string, accountId: string) =>
        store.sessions.insert({ ...session, id, accountId }, account.passwordHash, ACT)
      assert.equal(await begin('s1', account.id), true)
      assert.equal(await begin('s2', 'other'), true)

      assert.equal(await store.accounts.disable(account.id, actAt(NOW)), true)
      assert.equal((await store.accounts.find(account.id))?.disabledAt, NOW)
      assert.equal(await store.sessions.find('s1'), undefined)

      assert.equal(await begin('s3', account.id), false)
      assert.equal(await store.accounts.enable(account.id, ACT), true)
      assert.equal(await store.sessions.find('s3'), undefined)
      assert.equal(await begin('s3', account.id), true)
      assert.equal(await store.accounts.setPassword(account.id, 'new', ACT), true)
      assert.deepEqual(await store.accounts.find(account.id), { ...account, passwordHash: 'new' })
      assert.equal(await store.sessions.find('s3'), undefined)

      assert.equal(await begin('s4', account.id), false)
      assert.equal(await begin('s4', 'nobody'), false)
      assert.equal(await store.sessions.find('s4'), undefined)
      assert.deepEqual((await store.sessions.find('s2'))?.account, other)
      assert.equal(await store.accounts.disable('nobody', actAt(NOW)), false)
      assert.equal(await store.accounts.setPassword('nobody', 'new', ACT), false)
    })

    it('does not start a session with the old password while a new one is set', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.accounts.insert(account, ACT)
      for (let round = 0; round < 20; round++) {
        const passwordHash = (await store.accounts.find(account.id))?.passwordHash ?? null
        const begin = (id: string) =>
          elsewhere.sessions.insert({ ...session, id }, passwordHash, ACT)
        const ids = Array.from({ length: 8 }, (_, index) => `${round} ${index}`)
        await Promise.all([
          ...ids.slice(0, 4).map(begin),
          store.accounts.setPassword(account.id, `new ${round}`, ACT),
          ...ids.slice(4).map(begin),
        ])
        for (const id of ids) assert.equal(await store.sessions.find(id), undefined)
      }
    })

    it('gives a password to an account without one, once, and signs nobody out', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.accounts.insert({ ...account, passwordHash: null }, ACT)
      assert.equal(await store.sessions.insert(session, null, ACT), true)
      const { id } = account
      const hashes = Array.from({ length: 8 }, (_, index) => `hash ${index}`)
      const kept = await Promise.all(
        hashes.map((hash, index) =>
          [store, elsewhere][index % 2]?.accounts.keepPassword(id, hash, actAt(NOW)),
        ),
      )
      assert.equal(kept.filter(Boolean).length, 1)
      const stored = (await store.accounts.find(id))?.passwordHash
      assert.equal(stored, hashes[kept.indexOf(true)])
      assert.notEqual(await store.sessions.find(session.id), undefined)
      const facts = await store.facts.list({ accountId: id }, 100)
      const changes = facts.filter(({ kind }) => kind === 'account.password_kept')
      assert.equal(changes.length, 1)

      await store.accounts.insert(
        { ...account, id: 'off', emailKey: null, passwordHash: null, disabledAt: NOW },
        ACT,
      )
      assert.equal(await store.accounts.keepPassword('off', 'hash', ACT), false)
      assert.equal(await store.accounts.keepPassword('nobody', 'hash', ACT), false)
    })

    it('replaces a password hash only if it is the expected one, and signs nobody out', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      assert.equal(await store.sessions.insert(session, account.passwordHash, ACT), true)
      const { id, passwordHash: from } = account
      assert.equal(await store.accounts.replacePasswordHash(id, { from: 'other', to: 'no' }), false)
      assert.equal((await store.accounts.find(id))?.passwordHash, from)
      assert.equal(await store.accounts.replacePasswordHash(id, { from, to: 'anew' }), true)
      assert.equal((await store.accounts.find(id))?.passwordHash, 'anew')
      assert.notEqual(await store.sessions.find(session.id), undefined)
    })
  })

  describe('consents', () => {
    it('keeps the latest consent of a user and client', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.consents.put(consent, ACT)
      assert.deepEqual(await store.consents.find(account.id, client.id), consent)
      const wider = { ...consent, scope: 'all read', resource: [], grantedAt: NOW + 1 }
      assert.equal(await store.consents.put(wider, ACT), false)
      assert.equal(await store.consents.put(wider, ACT, { ...consent, scope: 'other' }), false)
      assert.equal(await store.consents.put(wider, ACT, consent), true)
      assert.deepEqual(await store.consents.find(account.id, client.id), wider)
      assert.equal(await store.consents.find(account.id, 'other'), undefined)
    })

    it('notes what is taken back from a trusted client, and from no other', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert({ ...grant, scope: 'all read write' }, ACT)
      const take = (taken: string) =>
        store.grants.narrow(
          { id: grant.id, accountId: account.id, clientId: client.id, taken },
          actAt(NOW),
        )
      const noted = async () => (await store.consents.find(account.id, client.id))?.declined
      await store.clients.update(client.id, { trusted: false }, ACT)
      assert.equal(await take('all'), true)
      assert.equal(await noted(), undefined)
      await store.clients.update(client.id, { trusted: true }, ACT)
      assert.equal(await take('write'), true)
      assert.equal(await take('write'), false)
      assert.equal(await take('read'), false, 'the last one')
      assert.equal(await noted(), 'write')
      const known = await store.consents.find(account.id, client.id)
      const allowed = { ...consent, scope: 'read', declined: '' }
      assert.equal(await store.consents.put(allowed, ACT, { ...known, ...allowed }), false)
      assert.equal(await store.consents.put(allowed, ACT, known), true)
    })

    it('lists the consents of one account', async (t) => {
      const { store } = await openEmpty(t, subject)
      const second = { ...consent, clientId: `${client.id}2` }
      await store.consents.put(second, ACT)
      await store.consents.put(consent, ACT)
      await store.consents.put({ ...consent, accountId: 'other' }, ACT)
      assert.deepEqual(await store.consents.listOf(account.id), [consent, second])
    })

    it('withdraws a consent together with all grants of that user and client', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 3)
      await store.consents.put(consent, ACT)
      await store.grants.revoke(grantId(1), 'reuse', actAt(NOW))
      await store.grants.insert({ ...grant, id: grantId(9), clientId: 'other' }, ACT)
      const pair = { accountId: account.id, clientId: client.id }
      assert.equal(await store.consents.withdraw(pair, 'revoked_by_user', actAt(NOW + 1)), 2)
      assert.equal(await store.consents.find(account.id, client.id), undefined)
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map((row) => row.revokedBecause),
        ['reuse', 'revoked_by_user', 'revoked_by_user', null],
      )
    })
  })
}
