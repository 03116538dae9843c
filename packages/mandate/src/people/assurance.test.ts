import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acrTold, levelOf, levelToReach, meets } from './assurance.ts'

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

const optional = { secondFactor: 'optional', secondFactorScopes: ['pay'] } as const
const required = { ...optional, secondFactor: 'required' } as const
const one = { amr: ['pwd'], acr: null }
const two = { amr: ['pwd', 'otp', 'mfa'], acr: '2fa' }
const passkey = { amr: ['pop', 'mfa'], acr: 'phr' }
const asks = (acrValues: readonly string[], scope = ['all']) => ({ acrValues, scope })

test('a sign-in has to meet the policy, the scope and one of the acr_values', () => {
  assert.ok(meets(optional, asks([]), one))
  assert.ok(!meets(required, asks([]), one) && meets(required, asks([]), two))
  assert.ok(!meets(optional, asks([], ['all', 'pay']), one))
  assert.ok(meets(optional, asks([], ['pay']), two))
  assert.ok(!meets(optional, asks(['2fa']), one) && meets(optional, asks(['2fa']), two))
  assert.ok(meets(optional, asks(['2fa']), passkey), 'more than asked is enough')
  assert.ok(!meets(optional, asks(['phr']), two) && meets(optional, asks(['phr', '2fa']), two))
  const gold = { amr: ['pwd'], acr: 'urn:gold' }
  assert.ok(meets(optional, asks(['urn:gold']), gold) && !meets(optional, asks(['urn:gold']), two))
  assert.ok(!meets(required, asks(['urn:gold']), gold), 'the policy counts as well')
})

test('the lowest level that is enough is asked for', () => {
  assert.equal(levelToReach(optional, asks([])), '1fa')
  assert.equal(levelToReach(required, asks([])), '2fa')
  assert.equal(levelToReach(optional, asks(['phr', '2fa'])), '2fa')
  assert.equal(levelToReach(required, asks(['phr', 'urn:gold'])), 'phr')
  assert.equal(levelToReach(optional, asks(['urn:gold'])), undefined)
})

test('a token tells the level, or the provider’s value if the request asked for it', () => {
  const gold = { amr: ['mfa'], acr: 'urn:gold' }
  assert.equal(acrTold(one, []), null)
  assert.equal(acrTold(two, []), '2fa')
  assert.equal(acrTold(gold, []), 'urn:gold')
  assert.equal(acrTold(gold, ['2fa']), '2fa')
  assert.equal(acrTold(gold, ['phr', 'urn:gold']), 'urn:gold')
  assert.equal(acrTold({ amr: [], acr: 'urn:gold' }, []), 'urn:gold')
})
