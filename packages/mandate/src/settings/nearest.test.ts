import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from './nearest.ts'

const known = ['port', 'host', 'issuer', 'access_token_seconds', 'code_seconds']

test('a slip of the finger is understood', () => {
  for (const [typed, meant] of [
    ['prot', 'port'],
    ['isuer', 'issuer'],
    ['issuerr', 'issuer'],
    ['hosd', 'host'],
    ['acess_tokn_seconds', 'access_token_seconds'],
  ] as const) {
    assert.equal(nearest(typed, known), meant)
  }
})

test('so is another spelling, and another word for the same thing', () => {
  const names = ['issuer', 'host', 'port', 'data', 'database', 'access_token_seconds', 'log_level']
  for (const [typed, meant] of [
    ['DATABASE_URL', 'database'],
    ['DB', 'database'],
    ['DB_DSN', 'database'],
    ['DATA_DIR', 'data'],
    ['ISSUER_URL', 'issuer'],
    ['HTTP_PORT', 'port'],
    ['accessTokenTtl', 'access_token_seconds'],
    ['access-token-seconds', 'access_token_seconds'],
    ['MANDATE_LOGLEVEL', 'log_level'],
  ] as const) {
    assert.equal(nearest(typed, names), meant, typed)
  }
})

test('another word is not', () => {
  for (const typed of ['home', 'client_id', 'x', '']) {
    assert.equal(nearest(typed, known), undefined, typed)
  }
})

test('a whole page given as a name is no slip, and is not compared letter by letter', () => {
  const before = process.cpuUsage()
  assert.equal(nearest('port '.repeat(200_000), known), undefined)
  // Letter by letter it would be a thousand times the work of the first line of this test.
  assert.ok(process.cpuUsage(before).user < 1_000_000)
})
