import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isErrorCode } from '../pages/error.ts'
import { Refusal, reasons } from './refusal.ts'
import { remedies } from './remedies.ts'

test('every reason of a refusal says what happened and what to do next, and no other does', () => {
  assert.deepEqual(Object.keys(remedies).toSorted(), reasons.toSorted())
  for (const [reason, { title, happened, next }] of Object.entries(remedies)) {
    assert.match(title, /^[A-Za-z].*[^.]$/, reason)
    // Its reader is not the operator, and has no command line of the server.
    assert.doesNotMatch(next, /mandate \w/, reason)
    assert.match(happened, /^[A-Z].*\.$/s, reason)
    assert.match(next, /^[A-Z].*\.$/s, reason)
  }
})

test('every error that an answer can carry has a page with its meaning', () => {
  for (const reason of reasons) {
    const { error } = new Refusal(reason)
    assert.ok(isErrorCode(error), error)
  }
})
