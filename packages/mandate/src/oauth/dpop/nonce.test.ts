import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesNamed, FIRST_KEY, SECOND_KEY, sampleKeys } from '../../../test/sample-grant.ts'
import { currentNonce, endOfNonce } from './nonce.ts'

const NOW = 1_700_000_000
const time = fc.integer({ min: 1_000_000, max: 4_000_000_000 })

test('a nonce is good for two to four minutes, and its end is known', () => {
  fc.assert(
    fc.property(time, fc.integer({ min: -600, max: 600 }), (now, later) => {
      const end = endOfNonce(sampleKeys, currentNonce(sampleKeys, now), now + later)
      if (later >= 0 && later < 120) assert.ok(end !== undefined)
      if (Math.abs(later) >= 240) assert.equal(end, undefined)
      if (end !== undefined) assert.ok(end > now + later && end - now <= 240)
    }),
  )
})

test('any node knows the nonce of any other, also while keys rotate', () => {
  const rotated = { ...sampleKeys, current: SECOND_KEY }
  assert.notEqual(currentNonce(rotated, NOW), currentNonce(sampleKeys, NOW))
  assert.ok(endOfNonce(rotated, currentNonce(sampleKeys, NOW), NOW) !== undefined)
  assert.ok(endOfNonce(sampleKeys, currentNonce(rotated, NOW), NOW) !== undefined)
})

test('without a server key nobody makes a nonce, and no text makes the reader throw', () => {
  const foreign = { current: FIRST_KEY, secrets: new Map([[FIRST_KEY, bytesNamed('another')]]) }
  const none = { current: FIRST_KEY, secrets: new Map() }
  assert.equal(endOfNonce(sampleKeys, currentNonce(foreign, NOW), NOW), undefined)
  assert.equal(endOfNonce(none, currentNonce(sampleKeys, NOW), NOW), undefined)
  const nonce = currentNonce(sampleKeys, NOW)
  for (const text of [nonce.slice(1), `${nonce}A`, `${nonce}=`, nonce.replace(/.$/, '!'), '']) {
    assert.equal(endOfNonce(sampleKeys, text, NOW), undefined, text)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(endOfNonce(sampleKeys, text, NOW), undefined)
    }),
  )
})
