import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pauseBeforeRetry } from './backoff.ts'

describe('the pause before a retry', () => {
  it('doubles up to five seconds, scattered over its upper half', () => {
    assert.deepEqual(
      [0, 1, 2, 10, 1000].map((tries) => pauseBeforeRetry(tries, undefined, 1)),
      [200, 400, 800, 5000, 5000],
    )
    assert.equal(pauseBeforeRetry(2, undefined, 0), 400)
  })

  it('is never shorter than the server asked for', () => {
    assert.equal(pauseBeforeRetry(0, 7, 0), 7_100)
  })
})
