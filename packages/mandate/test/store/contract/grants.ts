import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Grant, type KeyId, subjectId } from '../../../src/grants/grant.ts'
import { applyNarrowing } from '../../../src/grants/narrowing.ts'
import { type Advance, applyAdvance } from '../../../src/grants/redemption.ts'
import type { Store } from '../../../src/store/port.ts'
import { clientStanding } from '../../../src/store/tables/clients.ts'
import { ACT, actAt } from '../../act.ts'
import {
  account,
  client,
  grant,
  grantId,
  insertGrants,
  insertParties,
  NOW,
  ofAccount,
  redemptionOf,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function grantsContract(subject: ContractSubject): void {
  describe('grants', () => {
    it('returns a grant as it was inserted, with what is needed about its parties', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert(grant, ACT)
      const known = Object.keys(clientStanding.fields)
      const ofClient = Object.entries(client).filter(([name]) => known.includes(name))
      const { id, email, disabledAt } = account
      assert.deepEqual(await store.grants.find(grant.id), {
        grant,
        client: Object.fromEntries(ofClient),
        account: { id, email, disabledAt },
        ancestors: [],
        accessTokenDenied: false,
      })
      assert.equal(await store.grants.find(grantId(2)), undefined)
    })

    it('keeps texts that look like SQL, like JSON, or are empty', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const odd = {
        ...grant,
        scope: `'; DROP TABLE grants; --`,
        redirectUri: ':id ?1 $1 /*FROM input*/',
        codeChallenge: '',
        resource: [],
      }
      await store.grants.insert(odd, ACT)
      assert.deepEqual((await store.grants.find(grant.id))?.grant, odd)
    })

    it('finds no grant whose client is gone, and no account for a grant without one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert({ ...grant, id: grantId(1), clientId: 'nobody' }, ACT)
      await store.grants.insert({ ...grant, id: grantId(2), subject: ofAccount('nobody') }, ACT)
      const own = { ...grant, id: grantId(3), subject: { kind: 'client' } } as const
      await store.grants.insert(own, ACT)
      assert.equal(await store.grants.find(grantId(1)), undefined)
      const gone = await store.grants.find(grantId(2))
      assert.deepEqual([gone?.account, gone?.grant.subject], [null, ofAccount('nobody')])
      const found = await store.grants.find(own.id)
      assert.deepEqual([found?.account, found?.grant.subject], [null, own.subject])
    })

    it('advances and revokes exactly as redemption is defined', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      let number = 0
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
          let expected: Grant = { ...grant, id: grantId(++number), scope: 'all read write' }
          await store.grants.insert(expected, ACT)
          for (const one of acts) {
            const after = one(expected)
            const happened = await doIt(store, expected, after)
            assert.equal(happened, after.row !== undefined)
            expected = after.row ?? expected
            assert.deepEqual((await store.grants.find(expected.id))?.grant, expected)
          }
        }),
        { numRuns: 60 },
      )
    })

    it('lets one of fifty concurrent redemptions win', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const tries = Array.from({ length: 50 }, (_, index) => {
        const retryKeyHash = `caller ${index}`
        return store.grants.advance(redemptionOf(grant.id, 0, { retryKeyHash }))
      })
      const won = (await Promise.all(tries)).flatMap((yes, index) => (yes ? [index] : []))
      assert.equal(won.length, 1)
      const after = await store.grants.find(grant.id)
      assert.equal(after?.grant.generation, 1)
      assert.equal(after?.grant.retryKeyHash, `caller ${won[0]}`)
    })

    it('revokes once, and keeps the first time and cause', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      assert.equal(await store.grants.revoke(grant.id, 'revoked_by_user', actAt(NOW)), true)
      assert.equal(await store.grants.revoke(grant.id, 'reuse', actAt(NOW + 1)), false)
      assert.equal(await store.grants.revoke(grantId(9), 'reuse', actAt(NOW)), false)
      const found = await store.grants.find(grant.id)
      assert.equal(found?.grant.revokedAt, NOW)
      assert.equal(found?.grant.revokedBecause, 'revoked_by_user')
    })

    it('ends every live grant of an account, of a client, or of the pair, and no other', async (t) => {
      const { store } = await openEmpty(t, subject)
      const pairs = ['a', 'b'].flatMap((accountId) =>
        ['c', 'd'].map((clientId) => ({ accountId, clientId })),
      )
      await Promise.all(
        pairs.map(({ clientId, accountId }, index) =>
          store.grants.insert(
            { ...grant, clientId, subject: ofAccount(accountId), id: grantId(index) },
            ACT,
          ),
        ),
      )
      const end = (whose: { accountId?: string; clientId?: string }) =>
        store.grants.revokeAllOf(whose, 'revoked_by_operator', actAt(NOW))
      const live = async () => {
        const { rows } = await store.grants.list({}, { limit: 10 })
        return rows
          .filter((row) => row.revokedAt === null)
          .map((row) => subjectId(row) + row.clientId)
      }
      assert.equal(await end({ accountId: 'a', clientId: 'c' }), 1)
      assert.deepEqual(await live(), ['ad', 'bc', 'bd'])
      assert.equal(await end({ clientId: 'c' }), 1)
      assert.deepEqual(await live(), ['ad', 'bd'])
      assert.equal(await end({ accountId: 'b' }), 1)
      assert.deepEqual(await live(), ['ad'])
      assert.equal(await end({ accountId: 'b' }), 0)
    })

    it('never takes missing conditions for "every grant of everyone"', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      await assert.rejects(
        store.grants.revokeAllOf({}, 'revoked_by_operator', actAt(NOW)),
        TypeError,
      )
      assert.equal((await store.grants.find(grant.id))?.grant.revokedAt, null)
    })

    it('refuses one access token and no other of the grant', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      await store.grants.denyAccessToken('token-1', NOW + 300, ACT)
      await store.grants.denyAccessToken('token-1', NOW + 300, ACT)
      const denied = async (tokenId?: string) =>
        (await store.grants.find(grant.id, tokenId))?.accessTokenDenied
      assert.deepEqual(await Promise.all([denied('token-1'), denied('token-2'), denied()]), [
        true,
        false,
        false,
      ])
    })

    it('lists grants page by page, each once, in order of id', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 7)
      await store.grants.insert(
        { ...grant, id: grantId(8), clientId: 'c2', subject: ofAccount('a2') },
        ACT,
      )
      for (const whose of [
        { accountId: account.id },
        { clientId: client.id },
        { accountId: account.id, clientId: client.id },
      ]) {
        const seen: string[] = []
        let after: string | null = null
        do {
          const page = await store.grants.list(whose, { after: after ?? undefined, limit: 3 })
          seen.push(...page.rows.map(({ id }) => id))
          after = page.next
        } while (after !== null)
        assert.deepEqual(seen, ids)
      }
    })
  })
}

/** Whether the store says that it did this. */
function doIt({ grants }: Store, { id, clientId }: Grant, effect: Effect): Promise<boolean> {
  switch (effect.verb) {
    case 'advance':
      return grants.advance(effect.step)
    case 'narrow':
      return grants.narrow({ id, accountId: account.id, clientId, taken: effect.taken }, ACT)
    case 'revoke':
      return grants.revoke(id, 'reuse', actAt(effect.at))
  }
}

type Effect =
  | { readonly verb: 'advance'; readonly step: Advance; readonly row: Grant | undefined }
  | { readonly verb: 'narrow'; readonly taken: string; readonly row: Grant | undefined }
  | { readonly verb: 'revoke'; readonly at: number; readonly row: Grant | undefined }

/** A verb and its expected effect on any row: undefined if it should have none. */
const act: fc.Arbitrary<(row: Grant) => Effect> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        /** The distance of the presented generation from the live one. */
        off: fc.constantFrom(0, 0, 0, -1, 1),
        jump: fc.integer({ min: 1, max: 2 ** 31 }),
        keyId: fc.constantFrom('0000000b' as KeyId, 'fffffff0' as KeyId),
        expiresAt: fc.integer({ min: 0, max: 2 ** 33 }),
        redeemedAt: fc.integer({ min: 0, max: 2 ** 33 }),
        retryKeyHash: fc.option(fc.string()),
        recentRedemptions: fc.option(fc.string()),
      })
      .map(({ off, jump, ...rest }) => (row: Grant): Effect => {
        const from = row.generation + off
        const { id, scope, details } = row
        const step = { id, from, scope, details, to: from + jump, ...rest }
        return { verb: 'advance', step, row: applyAdvance(row, step) }
      }),
  },
  {
    weight: 2,
    // The last two are parts of tokens, or of two.
    arbitrary: fc.constantFrom('all', 'read', 'write', 'rea', 'l r').map(
      (taken) =>
        (row: Grant): Effect => ({
          ...{ verb: 'narrow', taken },
          row: applyNarrowing(row, taken),
        }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 2 ** 33 }).map((at) => (row: Grant): Effect => {
      const ended: Grant = { ...row, revokedAt: at, revokedBecause: 'reuse' }
      return { verb: 'revoke', at, row: row.revokedAt === null ? ended : undefined }
    }),
  },
)
