import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SECOND_KEY, sampleKeys } from '../../test/sample-grant.ts'
import { isChallenge, serverProof } from './server-proof.ts'

test('a proof is for one challenge, one issuer, one database and one key', () => {
  const about = { issuer: 'https://a.example', challenge: 'c'.repeat(43), database: 'one' }
  const proof = serverProof(sampleKeys, about)
  assert.match(proof, /^[\w-]{43}$/)
  assert.equal(serverProof(sampleKeys, about), proof)
  for (const other of [
    serverProof(sampleKeys, { ...about, issuer: 'https://b.example' }),
    serverProof(sampleKeys, { ...about, challenge: 'd'.repeat(43) }),
    serverProof(sampleKeys, { ...about, database: 'two' }),
    serverProof({ ...sampleKeys, current: SECOND_KEY }, about),
  ]) {
    assert.notEqual(other, proof)
  }
})

test('a challenge is 32 bytes in base64url, and nothing else', () => {
  assert.equal(isChallenge('A-z_9'.padEnd(43, '0')), true)
  for (const text of ['', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}=`, undefined, ['a']]) {
    assert.equal(isChallenge(text), false)
  }
})
