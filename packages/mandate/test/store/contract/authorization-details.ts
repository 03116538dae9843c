import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DetailsId } from '../../../src/grants/grant.ts'
import { actAt } from '../../act.ts'
import { client, grant, grantId, insertParties, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 86_400
const details = 'a'.repeat(43) as DetailsId
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
  })
}
