import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAtLeast, levelOf } from './assurance.ts'

test('two kinds of factors are two factors, and two of one kind are one', () => {
  const level = (amr: readonly string[], acr: string | null = null) => levelOf({ amr, acr })
  assert.deepEqual(
    ['pwd', 'otp', 'face'].map((method) => level([method])),
    ['1fa', '1fa', '1fa'],
  )
  assert.equal(level(['pwd', 'otp']), '2fa')
  assert.equal(level(['fpt', 'hwk']), '2fa')
  assert.equal(level(['pwd', 'pin']), '1fa')
  assert.equal(level(['otp', 'sms']), '1fa')
  assert.equal(level(['mfa']), '2fa')
  assert.equal(level([]), '1fa')
  // Unknown methods, and those that are no factor, prove nothing.
  assert.equal(level(['pwd', 'user', 'geo', 'rba', 'MFA']), '1fa')
})

test('an acr gives a level only if it is one that we know', () => {
  assert.equal(levelOf({ amr: [], acr: 'phr' }), 'phr')
  assert.equal(levelOf({ amr: ['pwd'], acr: 'phrh' }), 'phr')
  assert.equal(levelOf({ amr: ['pwd'], acr: '2fa' }), '2fa')
  assert.equal(levelOf({ amr: ['pwd'], acr: 'urn:acme:gold' }), '1fa')
})

test('a higher level is good for what needs a lower one', () => {
  assert.ok(isAtLeast('phr', '2fa') && isAtLeast('2fa', '2fa') && isAtLeast('1fa', '1fa'))
  assert.ok(!isAtLeast('1fa', '2fa') && !isAtLeast('2fa', 'phr'))
})
