import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const request = { id: 'request-1', requestHash: 'hash', expiresAt: NOW + 60 }

/** Answers that are kept for requests which are sent again. */
export function repeatableRequestsContract(subject: ContractSubject): void {
  describe('requests that may be sent again', () => {
    it('are begun by one of ten, and the others are told what is known', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { repeatableRequests: requests } = store
      const begun = await Promise.all(Array.from({ length: 10 }, () => requests.begin(request)))
      assert.equal(begun.filter((before) => before === undefined).length, 1)
      assert.deepEqual(begun.find(Boolean), { ...request, answer: null })
    })

    it('get the answer of the first, until it is forgotten', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { repeatableRequests: requests } = store
      const answer = new Uint8Array([0, 255, 1])
      await requests.begin(request)
      await requests.finish(request.id, answer)
      const again = await requests.begin({ ...request, requestHash: 'other' })
      assert.deepEqual(again, { ...request, answer })
      await requests.forget(request.id)
      assert.equal(await requests.begin(request), undefined)
    })
  })
}
