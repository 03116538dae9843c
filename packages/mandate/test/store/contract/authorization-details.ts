import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DetailsId } from '../../../src/grants/grant.ts'
import { actAt } from '../../act.ts'
import { account, client, grant, grantId, insertParties, NOW, redemptionOf } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 86_400
const details = 'a'.repeat(43) as DetailsId
const ACT = actAt(NOW)
const TEXT = '[{"type":"payment","amount":1}]'

export function authorizationDetailsContract(subject: ContractSubject): void {
  describe('authorization details', () => {
    it('are kept once for all grants that have them, and go a day after the last of these', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const redeemed = { ...grant, details, generation: 1, expiresAt: NOW + 90 * DAY }
      const insert = (number: number, at: number) =>
        store.grants.insert({ ...redeemed, id: grantId(number) }, actAt(at), { details: TEXT })
      await Promise.all([insert(1, NOW), insert(2, NOW + 1)])
      const other = 'c'.repeat(43) as DetailsId
      const more = { ...redeemed, id: grantId(3), details: other }
      await store.grants.insert(more, actAt(NOW), { details: '[]' })
      // Reads of one moment share a query, and each gets its own.
      const found = await Promise.all([details, other].map((id) => store.grants.findDetails(id)))
      assert.deepEqual(found, [TEXT, '[]'])
      assert.equal(await store.grants.findDetails(details), TEXT)
      assert.equal(await store.grants.findDetails('b'.repeat(43) as DetailsId), undefined)
      assert.equal((await store.grants.find(grantId(1)))?.grant.details, details)

      const sweepAt = (now: number) => store.sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(NOW + 2 * DAY)
      assert.equal(await store.grants.findDetails(details), TEXT)
      await store.clients.delete(client.id, actAt(NOW))
      // They were checked while a grant still had them, and are not due yet.
      await sweepAt(NOW + 2 * DAY + 10)
      assert.equal(await store.grants.findDetails(details), TEXT)
      await sweepAt(NOW + 3 * DAY + 10)
      assert.equal(await store.grants.findDetails(details), undefined)
    })

    it('are lowered by one caller, and a redemption that was decided before does not happen', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const refreshed = { ...grant, details, generation: 1, expiresAt: NOW + 90 * DAY }
      await store.grants.insert(refreshed, ACT, { details: TEXT })
      const lowered = { id: 'b'.repeat(43) as DetailsId, text: '[{"type":"payment","amount":0}]' }
      const what = { id: grant.id, accountId: account.id, clientId: client.id, details, lowered }
      assert.equal(await store.grants.lower({ ...what, accountId: 'a2' }, ACT), false)
      const before = redemptionOf(grant.id, 1, { details })
      const first = await Promise.all([
        store.grants.lower(what, ACT),
        store.grants.lower(what, ACT),
        store.grants.lower(
          { ...what, lowered: { ...lowered, id: 'd'.repeat(43) as DetailsId } },
          ACT,
        ),
      ])
      assert.deepEqual(first.toSorted(), [false, false, true])
      assert.equal(await store.grants.advance(before), false)
      const now = (await store.grants.find(grant.id))?.grant.details ?? null
      assert.notEqual(now, details)
      assert.equal(await store.grants.advance({ ...before, details: now }), true)
      const facts = await store.facts.list({ accountId: account.id }, 10)
      assert.equal(facts.filter(({ kind }) => kind === 'grant.lowered').length, 1)
      await store.grants.revoke(grant.id, 'revoked_by_user', ACT)
      const more = { ...what, details: now ?? details }
      assert.equal(await store.grants.lower(more, ACT), false)
    })
  })
}
