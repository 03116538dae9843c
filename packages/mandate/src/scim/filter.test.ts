import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ScimError } from './error.ts'
import { EMAILS, matches, parseFilter, USERS } from './filter.ts'
import { lookupsFor } from './lookup.ts'

const ada = {
  id: '1f',
  externalId: 'Oid',
  userName: 'Ada@acme.example',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'ada@acme.example', type: 'work', primary: true }],
  active: true,
  meta: { lastModified: '2026-01-02T03:04:05.000Z' },
}

test('filters follow RFC 7644 §3.4.2.2', () => {
  for (const [filter, expected] of [
    ['userName eq "ada@ACME.example"', true],
    ['username EQ "ada@acme.example"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@acme.example"', true],
    ['externalId eq "oid"', false],
    ['externalId eq "Oid"', true],
    ['userName sw "ada" and name.familyName co "LACE"', true],
    ['userName ew "acme.example"', true],
    ['userName ne "ada@acme.example"', false],
    ['userName eq null', false],
    ['displayName eq null', true],
    ['displayName pr', false],
    ['name pr and emails pr', true],
    ['active eq true', true],
    ['active eq "False"', false],
    ['not (active eq true)', false],
    ['not (userName eq "x" or active eq false)', true],
    ['userName eq "x" or name.givenName eq "ada" and active eq false', false],
    ['(userName eq "x" or name.givenName eq "ada") and active eq true', true],
    ['emails eq "ADA@acme.example"', true],
    ['emails.value sw "ada" and emails.primary eq true', true],
    ['emails[type eq "work" and value co "@acme"]', true],
    ['emails[type eq "home" and value co "@acme"]', false],
    ['emails[not (type eq "home")]', true],
    ['meta.lastModified gt "2026-01-02T03:04:04Z"', true],
    ['meta.lastModified le "2026-01-02T04:04:05+01:00"', true],
    ['meta.lastModified lt "2026-01-02T03:04:05Z"', false],
    ['userName gt 5', false],
    ['userName eq "a\\"b)("', false],
  ] as const) {
    assert.equal(matches(parseFilter(filter, USERS), ada), expected, filter)
  }
})

test('a malformed or too large filter is refused quickly', () => {
  const many = Array.from({ length: 26 }, () => 'active eq true').join(' or ')
  for (const filter of [
    ...['', 'userName', 'userName eq', 'eq "a"', 'userName eq "a', 'userName eq "a" and'],
    ...[
      'userName like "a"',
      'userName eq "a" userName eq "b"',
      '(userName eq "a"',
      'userName eq a',
    ],
    ...['password eq "x"', 'title pr', '__proto__ eq "x"', 'constructor.prototype pr'],
    ...['emails[value eq "a"', 'emails[userName eq "a"]', 'active gt true', 'userName eq {}'],
    ...[many, `${'not ('.repeat(9)}active eq true${')'.repeat(9)}`, '('.repeat(900)],
    // Each one doubles the parser's time.
    ...[`userName eq "${'\n'.repeat(60)}`, `userName eq "${'\\\n'.repeat(60)}`],
    `userName eq "${'a'.repeat(1_000)}"`,
  ]) {
    const began = performance.now()
    assert.throws(
      () => parseFilter(filter, USERS),
      (error: unknown) => error instanceof ScimError && error.scimType === 'invalidFilter',
      filter,
    )
    assert.ok(performance.now() - began < 100, filter)
  }
})

test('a filter uses an index if the index contains every match', () => {
  for (const [filter, expected] of [
    ['userName eq "Ada"', ['userName:ada']],
    ['active eq true and externalId eq "X"', ['externalId:X']],
    ['id eq "1" or emails eq "A@b.example"', ['id:1', 'email:a@b.example']],
    ['emails[type eq "work" and value eq "a@b.example"]', ['email:a@b.example']],
    ['emails[type eq "work"].value eq "a@b.example"', ['email:a@b.example']],
    ['id eq "1" or active eq true', null],
    ['not (userName eq "a")', null],
    ['userName ne "a"', null],
    ['userName sw "a"', null],
  ] as const) {
    const lookups = lookupsFor(parseFilter(filter, USERS))
    assert.deepEqual(lookups?.map(({ by, key }) => `${by}:${key}`) ?? null, expected, filter)
  }
})

test('a filter within an address names its parts without a prefix', () => {
  const filter = parseFilter('type eq "Work" and primary eq "True"', EMAILS)
  assert.equal(matches(filter, { type: 'work', primary: true }), true)
  assert.equal(matches(filter, { type: 'work' }), false)
})
