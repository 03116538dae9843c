import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UserRecord } from './fields.ts'
import { type RecordRules, readUserRecord } from './read.ts'
import { FieldRefused } from './values.ts'

const NOW = 1_800_000_000

const rules: RecordRules = {
  now: NOW,
  providerNamed: (name) =>
    name === 'acme' ? 'https://acme.example' : new FieldRefused('is unknown'),
  storedHash: (hash, format) =>
    hash.startsWith('$') ? hash : format === 'plain' ? `$${hash}` : new FieldRefused('is unknown'),
}

function userOf(record: UserRecord) {
  const outcome = readUserRecord(record, rules)
  if (outcome.is === 'refused') throw new Error(JSON.stringify(outcome.problems))
  return outcome.user
}

function refusedFields(record: UserRecord): readonly string[] {
  const outcome = readUserRecord(record, rules)
  return outcome.is === 'refused' ? outcome.problems.map(({ field }) => field) : []
}

test('a complete record of strings becomes a user', () => {
  assert.deepEqual(
    userOf({
      email: ' Ada@Example.com ',
      email_verified: 'TRUE',
      name: 'Ada Lovelace',
      subject: 'u-1',
      provider: 'acme',
      provider_subject: '42',
      password_hash: 'x',
      password_format: 'plain',
      created_at: '2024-03-14T15:09:26Z',
      disabled: '1',
    }),
    {
      email: 'Ada@Example.com',
      emailVerified: true,
      name: 'Ada Lovelace',
      profile: {},
      subject: 'u-1',
      identity: { provider: 'https://acme.example', subject: '42' },
      passwordHash: '$x',
      createdAt: 1_710_428_966,
      disabled: true,
    },
  )
})

test('empty fields count as absent', () => {
  const empty = { email_verified: '', name: ' ', provider: '', created_at: '', disabled: null }
  assert.deepEqual(userOf({ email: 'ada@example.com', ...empty }), {
    email: 'ada@example.com',
    emailVerified: false,
    name: null,
    profile: {},
    subject: null,
    identity: null,
    passwordHash: null,
    createdAt: null,
    disabled: false,
  })
})

describe('a moment is read from', () => {
  const same = 1_710_428_966
  for (const written of [
    same,
    String(same),
    `${same}.75`,
    '2024-03-14T15:09:26.123Z',
    '2024-03-14 15:09:26',
    '2024-03-14 15:09:26+00',
    '2024-03-14T16:09:26+01:00',
    '2024-03-14T10:39:26-0430',
  ]) {
    test(JSON.stringify(written), () => {
      assert.equal(userOf({ subject: 's', created_at: written }).createdAt, same)
    })
  }
})

test('a day without a time begins at midnight UTC', () => {
  assert.equal(userOf({ subject: 's', created_at: '2024-03-14' }).createdAt, 1_710_374_400)
})

describe('refused, naming the field', () => {
  const cases: readonly (readonly [string, UserRecord, ...string[]])[] = [
    ['no address', { email: 'ada' }, 'email'],
    ['an address that is a number', { email: 7 }, 'email'],
    ['an invalid flag', { subject: 's', email_verified: 'maybe' }, 'email_verified'],
    [
      'a verified flag without an address',
      { subject: 's', email_verified: true },
      'email_verified',
    ],
    ['a name with a line break', { subject: 's', name: 'a\nb' }, 'name'],
    ['a name that is too long', { subject: 's', name: 'a'.repeat(201) }, 'name'],
    ['a subject with a space', { subject: 'a b' }, 'subject'],
    ['a subject that is too long', { subject: 'a'.repeat(256) }, 'subject'],
    ['a subject that is not an integer', { subject: 1.5 }, 'subject'],
    ['an unknown provider', { provider: 'other', provider_subject: '1' }, 'provider'],
    ['a provider without a subject', { email: 'a@b.example', provider: 'acme' }, 'provider'],
    ['a provider subject without a provider', { provider_subject: '1' }, 'provider_subject'],
    ['an unknown hash', { subject: 's', password_hash: 'secret' }, 'password_hash'],
    ['a time in the future', { subject: 's', created_at: NOW + 1 }, 'created_at'],
    ['milliseconds', { subject: 's', created_at: 1_710_428_966_000 }, 'created_at'],
    ['an invalid day', { subject: 's', created_at: '2023-02-29' }, 'created_at'],
    ['a time before 1970', { subject: 's', created_at: '1969-12-31T23:59:59Z' }, 'created_at'],
    ['an invalid state', { subject: 's', disabled: 'disabled' }, 'disabled'],
    ['nobody', { name: 'Ada' }, 'email'],
    ['several fields at once', { email: 'ada', disabled: 'x' }, 'email', 'disabled'],
  ]
  for (const [title, record, ...fields] of cases) {
    test(title, () => assert.deepEqual(refusedFields(record), fields))
  }
})

test('no reason quotes a value, because a shifted column may contain a password hash', () => {
  const hash = '$2b$10$abcdefghijklmnopqrstuv'
  const record = Object.fromEntries(
    ['email', 'email_verified', 'provider', 'created_at', 'disabled'].map((field) => [field, hash]),
  )
  const outcome = readUserRecord({ ...record, name: `${hash}\n`, subject: ` ${hash}` }, rules)
  assert.equal(outcome.is, 'refused')
  assert.doesNotMatch(JSON.stringify(outcome), /2b/)
})
