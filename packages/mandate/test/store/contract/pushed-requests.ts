import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { grantId, NOW, pushedRequest } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const HOUR = 3_600
const MOST = 5

export function pushedRequestsContract(subject: ContractSubject): void {
  describe('pushed requests', () => {
    it('are used up once, however many try at the same time, and lose their content', async (t) => {
      const { pushedRequests } = (await openEmpty(t, subject)).store
      await pushedRequests.insert(pushedRequest, MOST)
      await pushedRequests.insert({ ...pushedRequest, id: 'another' }, MOST)
      assert.deepEqual(await pushedRequests.find(pushedRequest.id), pushedRequest)
      assert.equal(await pushedRequests.find('unknown'), undefined)
      const late = pushedRequest.expiresAt + 600
      const by = { at: late, usedBy: grantId(7) }
      const tries = Array.from({ length: 20 }, () => pushedRequests.use(pushedRequest.id, by))
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1)
      assert.equal(await pushedRequests.use('unknown', by), false)
      const used = { ...pushedRequest, request: '', usedAt: late, usedBy: by.usedBy }
      assert.deepEqual(await pushedRequests.find(pushedRequest.id), used)
      assert.equal((await pushedRequests.find('another'))?.usedAt, null)
    })

    it('are kept for an hour after they can no longer be opened', async (t) => {
      const { pushedRequests, sweep } = (await openEmpty(t, subject)).store
      await pushedRequests.insert(pushedRequest, MOST)
      const sweepAt = (now: number) => sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(pushedRequest.expiresAt + HOUR)
      assert.notEqual(await pushedRequests.find(pushedRequest.id), undefined)
      await sweepAt(pushedRequest.expiresAt + HOUR + 1)
      assert.equal(await pushedRequests.find(pushedRequest.id), undefined)
    })

    it('are bounded for each client: the oldest open ones go, those of others stay', async (t) => {
      const { pushedRequests } = (await openEmpty(t, subject)).store
      const ofOther = { ...pushedRequest, id: 'of another', clientId: 'client-2' }
      const used = { ...pushedRequest, id: 'used' }
      await pushedRequests.insert(ofOther, MOST)
      await pushedRequests.insert(used, MOST)
      await pushedRequests.use(used.id, { at: NOW, usedBy: grantId(1) })
      for (let number = 0; number <= MOST + 2; number++) {
        const expiresAt = pushedRequest.expiresAt + number
        await pushedRequests.insert({ ...pushedRequest, id: `${number}0`, expiresAt }, MOST)
      }
      const isKept = async (id: string) => (await pushedRequests.find(id)) !== undefined
      const ids = ['00', '20', '30', `${MOST + 2}0`, used.id, ofOther.id]
      assert.deepEqual(await Promise.all(ids.map(isKept)), [false, false, true, true, true, true])
    })
  })
}
