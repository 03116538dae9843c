import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Identity, toAnswer } from './identity.ts'

test('a complete identity is written in Mandate’s format, with the time in whole seconds', () => {
  assert.deepEqual(
    toAnswer({
      subject: '42',
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada',
      authTime: new Date(1_700_000_000_999),
      amr: ['pwd', 'otp'],
      acr: 'high',
    }),
    {
      subject: '42',
      email: 'ada@example.com',
      email_verified: true,
      name: 'Ada',
      auth_time: 1_700_000_000,
      amr: ['pwd', 'otp'],
      acr: 'high',
    },
  )
})

test('other members of a user are not sent', () => {
  const user = { subject: '42', passwordHash: 'x' }
  assert.deepEqual(JSON.parse(JSON.stringify(toAnswer(user))), { subject: '42' })
})

const WRONG: readonly [unknown, RegExp][] = [
  [{ subject: 42 }, /String\(id\)/],
  [{ subject: '' }, /1 to 255/],
  [{ subject: 'x'.repeat(256) }, /1 to 255/],
  [{ subject: undefined }, /1 to 255/],
  [{ subject: 'a b' }, /visible ASCII/],
  [{ subject: 'zoë' }, /visible ASCII/],
  [{ subject: 'a\n' }, /visible ASCII/],
  [{ subject: 'a', authTime: new Date('never') }, /authTime/],
  [{ subject: 'a', authTime: 1_700_000_000 }, /authTime/],
  [{ subject: 'a', emailVerified: true }, /there is no email/],
]
for (const [identity, message] of WRONG) {
  test(`${JSON.stringify(identity).slice(0, 60)} is an error of the program that made it`, () => {
    assert.throws(() => toAnswer(identity as Identity), { name: 'TypeError', message })
  })
}
