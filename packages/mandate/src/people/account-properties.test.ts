import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../store/records.ts'
import {
  addressTold,
  changeTold,
  isAccountId,
  isIdentity,
  isName,
  tidyName,
} from './account-properties.ts'

const told = { email: null, emailVerified: false, name: null, profile: {} }
const NOW = 1_800_000_000
const account: Account = {
  ...{
    id: 'a',
    name: 'Ada',
    language: null,
    profile: null,
    deletion: null,
    terms: null,
    passwordHash: null,
    createdAt: 0,
    disabledAt: null,
  },
  ...{ email: 'ada@old.example', emailKey: 'ada@old.example', emailVerified: true },
}

test('an address becomes a sign-in name only if its source has verified it', () => {
  const email = ' Ada@Example.com '
  const verified = { email: 'Ada@Example.com', emailKey: 'ada@example.com', emailVerified: true }
  assert.deepEqual(addressTold({ ...told, email, emailVerified: true }), verified)
  const shown = { email: 'Ada@Example.com', emailKey: null, emailVerified: false }
  assert.deepEqual(addressTold({ ...told, email }), shown)
  const none = { email: null, emailKey: null, emailVerified: false }
  assert.deepEqual(addressTold({ ...told, email: 'no address', emailVerified: true }), none)
  assert.deepEqual(addressTold(told), none)
})

test('data from a source updates the account, and missing data changes nothing', () => {
  assert.deepEqual(changeTold(account, told, NOW), {})
  assert.deepEqual(changeTold(account, { ...told, name: ' Ada ' }, NOW), {})
  assert.deepEqual(changeTold(account, { ...told, name: ' Ada Lovelace ' }, NOW), {
    name: 'Ada Lovelace',
    profile: { updated_at: NOW },
  })
  const same = { ...told, email: 'ada@old.example' }
  assert.deepEqual(changeTold(account, same, NOW), {}, 'once verified, it stays verified')
  const upper = { ...told, email: 'ADA@old.example' }
  assert.deepEqual(changeTold(account, upper, NOW), { email: 'ADA@old.example' })
  const moved = { email: 'ada@new.example', emailKey: 'ada@new.example' }
  assert.deepEqual(
    changeTold(account, { ...told, email: 'ada@new.example', emailVerified: true }, NOW),
    moved,
  )
  const unsure = { email: 'eve@new.example', emailKey: null, emailVerified: false }
  assert.deepEqual(changeTold(account, { ...told, email: 'eve@new.example' }, NOW), unsure)
})

test('an account with a password keeps its sign-in address', () => {
  const own = { ...account, passwordHash: 'a hash', emailVerified: false }
  const other = { ...told, email: 'eve@example.com', emailVerified: true }
  assert.deepEqual(changeTold(own, other, NOW), {})
  const same = { ...told, email: 'ada@old.example', emailVerified: true }
  assert.deepEqual(changeTold(own, same, NOW), { emailVerified: true })
})

test('ids, identities and names must be storable and printable unchanged', () => {
  for (const id of ['1', 'f'.repeat(255), 'auth0|5f7c8e', 'ada@example.com']) {
    assert.ok(isAccountId(id), id)
  }
  // The `sub` of a token can be a client's id too, so users must not have such ids (RFC 9700 §4.15).
  for (const kind of ['client', 'resource', 'platform']) {
    assert.ok(!isAccountId(`${kind}_AbCdEfGhIjKlMnOpQr-_`), kind)
    assert.ok(isAccountId(`${kind}_42`), kind)
  }
  for (const id of ['', 'a b', 'é', 'a\n', 'f'.repeat(256)]) assert.ok(!isAccountId(id), id)
  assert.ok(isIdentity({ provider: 'acme', subject: 'Zoë 1' }))
  for (const subject of ['', '\0', 'a\nb', 'x'.repeat(256), '\ud800']) {
    assert.ok(!isIdentity({ provider: 'acme', subject }))
    assert.ok(!isIdentity({ provider: subject, subject: '1' }))
  }
  assert.equal(tidyName('  '), null)
  assert.ok(isName(tidyName(' Zoë “Z” ') ?? ''))
  for (const name of ['a\u001bb', 'x'.repeat(201), 'x'.repeat(1_000_000)]) {
    assert.ok(!isName(tidyName(name) ?? ''))
  }
})
