import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalizePassword, passwordProblem } from './password-rules.ts'

const ada = { email: 'Ada.Lovelace@example.com' }

test('any long enough password that nobody would guess first is fine, whatever it is made of', () => {
  for (const password of [
    'correct horse battery staple',
    'kväll i maj',
    'zqxjkvbp',
    '🦆🐢🦊🐝🦉🐙🦁🐞',
  ]) {
    assert.equal(passwordProblem(password, ada), null, password)
  }
})

test('eight characters are counted as a person counts them', () => {
  assert.equal(passwordProblem('zqxjkvb', ada), 'too_short')
  assert.equal(passwordProblem('🦆🐢🦊🐝', ada), 'too_short')
  assert.equal(passwordProblem('e\u0301'.repeat(4), ada), 'too_short')
})

test('1,024 bytes are accepted whole and one more is refused, never cut', () => {
  assert.equal(passwordProblem('ab'.repeat(512), ada), null)
  assert.equal(passwordProblem(`${'ab'.repeat(512)}c`, ada), 'too_long')
  assert.equal(passwordProblem('é'.repeat(513), ada), 'too_long')
})

test('what a stranger tries first is refused', () => {
  for (const password of [
    'password',
    'Password123!',
    'mandate2024',
    '12345678',
    'hgfedcba',
    'aaaaaaaa',
    'qwertyuiop',
    'ada.lovelace',
    'ADA.LOVELACE@example.com',
  ]) {
    assert.equal(passwordProblem(password, ada), 'too_guessable', password)
  }
})

test('two ways to type the same characters are one password', () => {
  assert.equal(normalizePassword('cafe\u0301 ﬁn'), normalizePassword('café fin'))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (password) => {
      assert.equal(
        normalizePassword(password.normalize('NFD')),
        normalizePassword(password.normalize('NFC')),
      )
    }),
  )
})
