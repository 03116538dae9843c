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

test('another word is not', () => {
  for (const typed of ['home', 'client_id', 'x', '', 'service_host']) {
    assert.equal(nearest(typed, known), undefined, typed)
  }
})
