import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isErrorCode } from '../pages/error.ts'
import { definitions, reasons } from './reasons.ts'

test('every reason says what happened and what to do next', () => {
  for (const reason of reasons) {
    const { title, happened, next } = definitions[reason]
    assert.match(title, /^[A-Za-z].*[^.]$/, reason)
    // Its reader is not the operator, and has no command line of the server.
    assert.doesNotMatch(next, /mandate \w/, reason)
    assert.match(happened, /^[A-Z].*\.$/s, reason)
    assert.match(next, /^[A-Z].*\.$/s, reason)
  }
})

test('every error code has a page with its meaning', () => {
  for (const { error } of Object.values(definitions)) assert.ok(isErrorCode(error), error)
})
