import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../store/records.ts'
import { claimsFor, claimsOfScope, personalClaims } from './claims.ts'

const unknown = { name: null, email: null, emailKey: null, emailVerified: false, profile: null }
const told = (account: Partial<Account>) =>
  claimsFor({ ...unknown, ...account } as Account, personalClaims)

test('OpenID Connect Core §5.4: each scope stands for its claims', () => {
  assert.deepEqual(claimsOfScope('profile'), [
    ...['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username'],
    ...['profile', 'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
  ])
  assert.deepEqual(claimsOfScope('phone openid email'), [
    ...['email', 'email_verified', 'phone_number', 'phone_number_verified'],
  ])
  assert.deepEqual(claimsOfScope('address'), ['address'])
  assert.deepEqual(claimsOfScope('openid emails'), [])
})

test('a claim that is not known is left out, and never null', () => {
  assert.deepEqual(told({}), {})
  assert.deepEqual(told({ name: 'Ada Lovelace' }), { name: 'Ada Lovelace' })
})

test('only the wanted claims are told', () => {
  const account = { ...unknown, name: 'Ada', profile: { nickname: 'A', gender: 'female' } }
  assert.deepEqual(claimsFor(account as never, ['nickname', 'email']), { nickname: 'A' })
})

test('a phone number says whether it was verified, and nothing says so without a number', () => {
  const profile = { phone_number: '+44 20 7946 0000' }
  assert.deepEqual(told({ profile }), { ...profile, phone_number_verified: false })
  const verified = { ...profile, phone_number_verified: true }
  assert.deepEqual(told({ profile: verified }), verified)
})

test('an address is verified only if the account is found by it', () => {
  const email = 'ada@example.com'
  for (const [emailKey, emailVerified, expected] of [
    [email, true, true],
    [email, false, false],
    [null, true, false],
  ] as const) {
    const claims = told({ email, emailKey, emailVerified } as Partial<Account>)
    assert.deepEqual(claims, { email, email_verified: expected })
  }
})
