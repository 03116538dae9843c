import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNotListening } from './ports.ts'
import { RuntimeRefused } from './refused.ts'

test('a sentence says that a port is in use, with the system’s error as its cause', () => {
  const error = Object.assign(new Error(), { code: 'EADDRINUSE', syscall: 'listen', port: 9400 })
  const refused = whyNotListening(error, { host: '127.0.0.1' })
  assert.ok(refused instanceof RuntimeRefused)
  assert.match(refused.message, /^Port 9400 on 127\.0\.0\.1 is in use .* with --port\.$/)
  assert.equal(refused.cause, error)
})
