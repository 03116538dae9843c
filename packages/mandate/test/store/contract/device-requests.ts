import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DeviceRequestStore } from '../../../src/store/port.ts'
import { actAt } from '../../act.ts'
import { deviceRequest, grantId, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const HOUR = 3_600
const MOST = 5

function allow(deviceRequests: DeviceRequestStore, place: number): Promise<boolean> {
  const allowed = { grantId: grantId(place), accountId: 'account-1', app: 'new' } as const
  return deviceRequests.allow(deviceRequest, allowed, actAt(NOW + 9))
}

export function deviceRequestsContract(subject: ContractSubject): void {
  describe('device requests', () => {
    it('are found by either code, and no two have one user code', async (t) => {
      const { deviceRequests } = (await openEmpty(t, subject)).store
      assert.equal(await deviceRequests.insert(deviceRequest, MOST), true)
      assert.equal(await deviceRequests.insert({ ...deviceRequest, id: 'another' }, MOST), false)
      const { id, userCode } = deviceRequest
      assert.deepEqual(await deviceRequests.find(id), deviceRequest)
      assert.deepEqual(await deviceRequests.findByUserCode(userCode), deviceRequest)
      assert.equal(await deviceRequests.find('another'), undefined)
      assert.equal(await deviceRequests.findByUserCode('of nobody'), undefined)
    })

    it('are decided once, however many try at the same time', async (t) => {
      const { deviceRequests, facts } = (await openEmpty(t, subject)).store
      await deviceRequests.insert(deviceRequest, MOST)
      const { id } = deviceRequest
      const tries = Array.from({ length: 20 }, (_, place) =>
        place === 3 ? deviceRequests.deny(id, NOW + 9) : allow(deviceRequests, place),
      )
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1)
      assert.equal((await deviceRequests.find(id))?.decidedAt, NOW + 9)
      assert.equal(await deviceRequests.deny('unknown', NOW), false)
      // Only the one that counts is a fact.
      const listed = await facts.list({}, 10)
      const connected = listed.filter(({ kind }) => kind === 'device.connected')
      const { grantId: counts = null } = connected[0] ?? {}
      assert.equal((await deviceRequests.find(id))?.grantId, counts)
      assert.equal(connected.length, counts === null ? 0 : 1)
    })

    it('are slowed down once by the nodes that notice it, and count anew after that', async (t) => {
      const { deviceRequests } = (await openEmpty(t, subject)).store
      await deviceRequests.insert(deviceRequest, MOST)
      const { id, intervalSeconds } = deviceRequest
      const counted = { intervalSeconds, polls: 4 }
      await Promise.all([1, 2, 3].map(() => deviceRequests.addPolls(id, counted)))
      assert.equal((await deviceRequests.find(id))?.polls, 12)
      const slower = { intervalSeconds, nextSeconds: intervalSeconds + 5, at: NOW + 60 }
      await Promise.all([1, 2, 3].map(() => deviceRequests.slowDown(id, slower)))
      // A node that has not seen it yet.
      await deviceRequests.addPolls(id, counted)
      const { polls, pacedSince, ...found } = (await deviceRequests.find(id)) ?? deviceRequest
      assert.deepEqual(
        { polls, pacedSince, intervalSeconds: found.intervalSeconds },
        { polls: 0, pacedSince: NOW + 60, intervalSeconds: intervalSeconds + 5 },
      )
    })

    it('are kept for an hour after they end', async (t) => {
      const { deviceRequests, sweep } = (await openEmpty(t, subject)).store
      await deviceRequests.insert(deviceRequest, MOST)
      const sweepAt = (now: number) => sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(deviceRequest.expiresAt + HOUR)
      assert.notEqual(await deviceRequests.find(deviceRequest.id), undefined)
      await sweepAt(deviceRequest.expiresAt + HOUR + 1)
      assert.equal(await deviceRequests.find(deviceRequest.id), undefined)
    })

    it('are bounded for each client: the oldest pending ones go, others stay', async (t) => {
      const { deviceRequests } = (await openEmpty(t, subject)).store
      const withId = (id: string) => ({ ...deviceRequest, id, userCode: `of ${id}` })
      await deviceRequests.insert({ ...withId('of another'), clientId: 'client-2' }, MOST)
      await deviceRequests.insert(withId('decided'), MOST)
      await deviceRequests.deny('decided', NOW)
      for (let number = 0; number <= MOST + 2; number++) {
        const expiresAt = deviceRequest.expiresAt + number
        await deviceRequests.insert({ ...withId(`${number}0`), expiresAt }, MOST)
      }
      const isKept = async (id: string) => (await deviceRequests.find(id)) !== undefined
      const ids = ['00', '20', '30', `${MOST + 2}0`, 'decided', 'of another']
      assert.deepEqual(await Promise.all(ids.map(isKept)), [false, false, true, true, true, true])
    })
  })
}
