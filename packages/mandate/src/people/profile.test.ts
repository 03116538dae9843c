import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  directoryProfile,
  editedProfile,
  mergedProfile,
  type ProfileClaim,
  profileChange,
  profileRules,
  profileTold,
} from './profile.ts'

const NOW = 1_800_000_000

describe('a claim is kept only if it is what OpenID Connect Core §5.1 describes', () => {
  const good: Partial<Record<ProfileClaim, readonly unknown[]>> = {
    given_name: [' Ada '],
    picture: ['https://pictures.example/ada?size=1'],
    birthdate: ['1815-12-10', '0000-12-10', '1815'],
    zoneinfo: ['Europe/Paris', 'UTC', 'America/Argentina/Buenos_Aires'],
    locale: ['en-US', 'en_US', 'ar'],
    phone_number: ['+1 (604) 555-1234;ext=5678', '0171 123'],
    phone_number_verified: [true, 'true', false],
    address: [{ country: 'FR' }, 'One line', { formatted: 'a\r\nb' }],
  }
  const bad: Partial<Record<ProfileClaim, readonly unknown[]>> = {
    given_name: ['', 7, null, 'a'.repeat(201), 'a\u0007b', ['Ada']],
    picture: [
      'javascript:alert(1)',
      'data:image/png;base64,AA',
      '/ada.png',
      'https://a b',
      'https://',
    ],
    birthdate: ['10.12.1815', '1815-13-01', '1815-1-1'],
    zoneinfo: ['Europe/Paris/../..', '+01:00', 'a b'],
    locale: ['English (US)', 'e'],
    phone_number: ['none', '1'.repeat(65), '+1<script>2'],
    phone_number_verified: ['yes', 1],
    address: [
      {},
      [],
      7,
      { locality: 'two\nlines' },
      { country: 7 },
      { formatted: 'a'.repeat(1_001) },
    ],
  }
  const cases = (some: typeof good) =>
    Object.entries(some).flatMap(([claim, values]) =>
      values.map((value) => [claim as ProfileClaim, value] as const),
    )
  for (const [claim, value] of cases(good)) {
    test(`${claim} may be ${JSON.stringify(value)}`, () =>
      assert.notEqual(profileRules[claim].read(value), undefined))
  }
  for (const [claim, value] of cases(bad)) {
    test(`${claim} may not be ${JSON.stringify(value).slice(0, 60)}`, () =>
      assert.equal(profileRules[claim].read(value), undefined))
  }
})

test('what another system says is taken claim by claim, and the rest is left out', () => {
  const said = { given_name: 'Ada', picture: 'javascript:1', sub: '1', email: 'a@b.example' }
  assert.deepEqual(profileTold({ ...said, phone_number_verified: true }), { given_name: 'Ada' })
})

test('a source that is silent about a claim leaves it, and vouches only for its own number', () => {
  const before = { given_name: 'Ada', phone_number: '+1', phone_number_verified: true }
  assert.deepEqual(mergedProfile(before, { nickname: 'A' }), { ...before, nickname: 'A' })
  assert.deepEqual(mergedProfile(before, { phone_number: '+2' }), {
    ...{ given_name: 'Ada', phone_number: '+2' },
  })
  assert.deepEqual(mergedProfile(before, { phone_number: '+1' }), before)
})

test('updated_at moves with each change, and nothing is written without one', () => {
  const profile = { nickname: 'A', updated_at: 1 }
  const same = { profile: { nickname: 'A' }, isRenamed: false, now: NOW }
  assert.deepEqual(profileChange({ profile }, same), {})
  const next = { nickname: 'B' }
  const changed = { profile: { ...next, updated_at: NOW } }
  assert.deepEqual(profileChange({ profile }, { ...same, profile: next }), changed)
  const renamed = { profile: { ...profile, updated_at: NOW } }
  assert.deepEqual(profileChange({ profile }, { ...same, isRenamed: true }), renamed)
})

test('a directory removes what it no longer says, and nothing that came from elsewhere', () => {
  const before = { given_name: 'Ada', nickname: 'A', picture: 'https://a.example/', updated_at: 1 }
  assert.deepEqual(directoryProfile(before, { given_name: 'Ada' }, NOW), {
    ...{ given_name: 'Ada', picture: 'https://a.example/', updated_at: NOW },
  })
  assert.equal(directoryProfile(null, {}, NOW), null)
})

test('an operator replaces and removes claims; a new number is not verified', () => {
  const before = { nickname: 'A', phone_number: '+1', phone_number_verified: true }
  assert.deepEqual(editedProfile(before, { nickname: null, phone_number: '+2' }), {
    phone_number: '+2',
  })
  assert.equal(editedProfile(before, { birthdate: 'yesterday' }), 'birthdate')
})
