import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sidOf } from './session-id.ts'

test('the public id of a session is always the same, and differs from any other', () => {
  const sid = sidOf({ id: 'a' })
  assert.match(sid, /^[\w-]{22}$/)
  assert.equal(sidOf({ id: 'a' }), sid)
  assert.notEqual(sidOf({ id: 'b' }), sid)
  // Fixed, because clients keep it.
  assert.equal(sid, 'kalMPzBNo9c4SnGawOiJ4I')
})
