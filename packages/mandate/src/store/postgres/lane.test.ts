import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { client } from '../../../test/store/contract/samples.ts'
import { type Step, step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { insertClient } from '../queries/clients.ts'
import { findGrant, listGrants, revokeGrant } from '../queries/grants.ts'
import { clients } from '../tables/clients.ts'
import { writerOf } from '../tables/table.ts'
import { type Batch, createLane, UNITS_AT_ONCE } from './lane.ts'

const find = (id: string): Step => step(findGrant, { id, access_token_id: null })
const revoke = (id: string): Step =>
  step(revokeGrant, { id, revoked_at: 0, revoked_because: 'reuse' })
const list: Step = step(listGrants, { after: '', limit: 1 })
const insert = step(insertClient, writerOf(clients)(client))

/** A lane whose batches the test ends. */
function observe(options: { width: number; patience?: number; exclusive: boolean }) {
  const running: { readonly batch: Batch; end(): void }[] = []
  const lane = createLane(
    (batch) =>
      new Promise((resolve) => {
        running.push({
          batch,
          end() {
            for (const unit of batch) unit.resolve([])
            resolve()
          },
        })
      }),
    { patience: 60_000, ...options },
  )
  return { lane, running, sizes: () => running.map(({ batch }) => batch.length) }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a lane', () => {
  it('runs units of one query that one turn submits together', async () => {
    const { lane, running, sizes } = observe({ width: 9, exclusive: false })
    const submitted = ['a', 'b', 'c'].map((id) => lane.submit([find(id)]))
    await turn()
    assert.deepEqual(sizes(), [3])
    running[0]?.end()
    await Promise.all(submitted)
  })

  it('keeps queries apart, and runs units alone that cannot be batched', async () => {
    const { lane, sizes } = observe({ width: 9, exclusive: true })
    void lane.submit([revoke('a')])
    void lane.submit([list])
    void lane.submit([revoke('b'), revoke('c')])
    void lane.submit([insert])
    void lane.submit([list])
    void lane.submit([revoke('d')])
    await turn()
    assert.deepEqual(sizes(), [2, 1, 1, 1, 1])
  })

  it('has a few batches in flight and collects units for the next', async () => {
    const { lane, running, sizes } = observe({ width: 2, exclusive: false })
    void lane.submit([find('a')])
    await turn()
    void lane.submit([find('b')])
    await turn()
    for (const id of ['c', 'd', 'e']) {
      void lane.submit([find(id)])
      await turn()
    }
    assert.deepEqual(sizes(), [1, 1])
    running[0]?.end()
    await turn()
    await turn()
    assert.deepEqual(sizes(), [1, 1, 3])
  })

  it('never has two writes of one query about one row in flight', async () => {
    const { lane, running, sizes } = observe({ width: 9, exclusive: true })
    void lane.submit([revoke('a')])
    void lane.submit([revoke('a')])
    void lane.submit([revoke('b')])
    await turn()
    void lane.submit([revoke('a')])
    await turn()
    assert.deepEqual(sizes(), [2])
    running[0]?.end()
    await turn()
    await turn()
    assert.deepEqual(sizes(), [2, 1])
  })

  it('lets any number of units read one row', async () => {
    const { lane, sizes } = observe({ width: 9, exclusive: false })
    for (let reader = 0; reader < 5; reader++) void lane.submit([find('a')])
    await turn()
    assert.deepEqual(sizes(), [5])
  })

  it('batches writes that return nothing, whatever they write', async () => {
    const { lane, sizes } = observe({ width: 9, exclusive: true })
    for (let writer = 0; writer < 3; writer++) void lane.submit([insert])
    await turn()
    assert.deepEqual(sizes(), [3])
  })

  it('limits the size of a batch, and forgets no unit', async () => {
    const { lane, sizes } = observe({ width: 9, exclusive: true })
    const count = UNITS_AT_ONCE * 2 + 1
    for (let id = 0; id < count; id++) void lane.submit([revoke(String(id))])
    await turn()
    assert.deepEqual(sizes(), [UNITS_AT_ONCE, UNITS_AT_ONCE, 1])
  })

  it('fails only units that have waited longer than its patience', async () => {
    const { lane, running } = observe({ width: 1, patience: 1_000, exclusive: false })
    const first = lane.submit([find('a')])
    await turn()
    await assert.rejects(lane.submit([find('b')]), StorageUnavailable)
    running[0]?.end()
    await first
    const next = lane.submit([find('c')])
    await turn()
    await turn()
    running[1]?.end()
    await next
  })

  it('is drained when everything submitted is settled', async () => {
    const { lane, running } = observe({ width: 1, exclusive: false })
    const settled: string[] = []
    void lane.submit([find('a')]).then(() => settled.push('a'))
    const drained = lane.drained().then(() => settled.push('drained'))
    await turn()
    assert.deepEqual(settled, [])
    running[0]?.end()
    await drained
    assert.deepEqual(settled, ['a', 'drained'])
    await observe({ width: 1, exclusive: false }).lane.drained()
  })
})
