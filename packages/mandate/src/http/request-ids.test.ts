import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { createRequestIds } from './request-ids.ts'

describe('the ids of requests', () => {
  it('have twelve characters each, and none comes twice', () => {
    const nextId = createRequestIds((bytes) => randomBytes(bytes))
    const ids = Array.from({ length: 2_000 }, () => nextId())
    for (const id of ids) assert.match(id, /^[\w-]{12}$/)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('ask for randomness once for many', () => {
    const asked: number[] = []
    const nextId = createRequestIds((bytes) => {
      asked.push(bytes)
      return randomBytes(bytes)
    })
    for (let i = 0; i < 257; i++) nextId()
    assert.deepEqual(asked, [2_304, 2_304])
  })
})
