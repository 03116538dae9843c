import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnswer } from './answer.ts'

test('only the subject is required; null counts as absent', () => {
  const least = {
    is: 'signed_in',
    subject: '42',
    email: null,
    emailVerified: false,
    name: null,
    profile: {},
    authTime: null,
    amr: [],
    acr: null,
  }
  assert.deepEqual(readAnswer({ id: 'x', subject: '42' }), least)
  const nulls = { email: null, email_verified: null, name: null, auth_time: null, refused: null }
  assert.deepEqual(readAnswer({ id: 'x', subject: '42', ...nulls, amr: null, acr: null }), least)
})

test('every member is read', () => {
  const said = {
    ...{ id: 'x', subject: 'auth0|5f', email: ' Zoë@example.com ', email_verified: true },
    ...{ name: 'Zoë Ω', auth_time: 1_800_000_000, amr: ['pwd', 'otp'], acr: 'urn:acme:2' },
    ...{ given_name: ' Zoë', phone_number: '+46 70', phone_number_verified: true },
  }
  assert.deepEqual(readAnswer(said), {
    ...{ is: 'signed_in', subject: 'auth0|5f', email: 'Zoë@example.com', emailVerified: true },
    profile: { given_name: 'Zoë', phone_number: '+46 70', phone_number_verified: true },
    ...{ name: 'Zoë Ω', authTime: 1_800_000_000, amr: ['pwd', 'otp'], acr: 'urn:acme:2' },
  })
})

test('a member named like a property of every object is refused like any unknown member', () => {
  for (const field of ['constructor', 'toString', 'hasOwnProperty', '__proto__']) {
    const members = JSON.parse(`{"id":"x","subject":"42","${field}":{"fits":1}}`)
    const answer = readAnswer(members)
    assert.deepEqual([answer.is, answer.is === 'wrong' && answer.field], ['wrong', field])
  }
})

test('an invalid member is named, with what to send instead', () => {
  const wrong: readonly (readonly [field: string, members: Record<string, unknown>])[] = [
    ['subject', {}],
    ['subject', { subject: '' }],
    ['subject', { subject: 42 }],
    ['subject', { subject: 'a b' }],
    ['subject', { subject: 'ü' }],
    ['subject', { subject: 'a'.repeat(256) }],
    ['email', { subject: '1', email: 'nobody' }],
    ['email', { subject: '1', email: '' }],
    ['email_verified', { subject: '1', email_verified: 'true' }],
    ['name', { subject: '1', name: 'a\nb' }],
    ['name', { subject: '1', name: 'a'.repeat(201) }],
    ['picture', { subject: '1', picture: 'javascript:alert(1)' }],
    ['auth_time', { subject: '1', auth_time: '1800000000' }],
    ['auth_time', { subject: '1', auth_time: 1.5 }],
    ['amr', { subject: '1', amr: 'pwd' }],
    ['amr', { subject: '1', amr: [1] }],
    ['acr', { subject: '1', acr: 'two words' }],
    ['emailVerified', { subject: '1', emailVerified: true }],
    ['subject', { refused: 'login_required', subject: '1' }],
    ['refused', { refused: 'no' }],
    ['refused', { refused: true }],
    ['reason', { refused: 'login_required', reason: 7 }],
  ]
  for (const [field, members] of wrong) {
    const read = readAnswer({ id: 'x', ...members })
    assert.ok(read.is === 'wrong', JSON.stringify(members))
    assert.equal(read.field, field)
    assert.match(read.detail, /: send |the members are/)
  }
})

test('a hostile reason is cut to one short line', () => {
  const refused = (reason: string) => {
    const read = readAnswer({ id: 'x', refused: 'access_denied', reason })
    assert.ok(read.is === 'refused')
    return read.reason
  }
  assert.equal(refused('a\u0000b\r\nSet-Cookie: c\u2028d\u202ee\ud800'), 'a b Set-Cookie: c d e')
  assert.equal(refused(' \n '), null)
  const long = refused('x'.repeat(10_000))
  assert.equal(long, `${'x'.repeat(300)}…`)
  assert.equal(refused(`x${'😀'.repeat(400)}`)?.isWellFormed(), true)
})
