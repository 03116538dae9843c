import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readable } from './readable.ts'

const at = new Date(2026, 2, 14, 20, 27, 15)
const line = (more: object) => JSON.stringify({ level: 30, time: at.toISOString(), ...more })

test('a refused request is one line on a terminal: when, what, the answer, why, who, how long', () => {
  const path = '/oauth2/token'
  const client_id = 'client_1T7x'
  const told = { method: 'POST', path, status: 400, milliseconds: 3.2, reason: 'grant_revoked' }
  assert.equal(
    readable(line({ ...told, client_id })),
    '20:27:15 POST /oauth2/token 400 grant_revoked client_1T7x 3 ms\n',
  )
  assert.equal(readable(line({ reference: 'invalid_grant.x', reason: 'grant_revoked' })), '')
})

test('a change is one line: what it was, of whom, and who made it', () => {
  const ended = { fact: 'grant.ended', because: 'reuse', by: 'client c1', grant_id: 'g1' }
  assert.equal(readable(line(ended)), '20:27:15 grant.ended reuse g1 by client c1\n')
})

test('a warning says so, an error shows where it happened, and nothing drives the terminal', () => {
  const warning = { level: 40, msg: 'A worker has died\u001b[2J.' }
  assert.equal(readable(line(warning)), '20:27:15 warning A worker has died\ufffd[2J.\n')
  const err = { type: 'TypeError', message: 'x', stack: 'TypeError: x\n    at here' }
  const shown = readable(line({ level: 50, msg: 'It failed.', err }))
  assert.equal(shown, '20:27:15 error It failed. \nTypeError: x\n    at here\n')
  assert.equal(readable('no JSON\n'), 'no JSON\n')
})
