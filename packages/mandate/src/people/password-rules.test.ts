import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalizePassword, passwordProblem } from './password-rules.ts'

const known = ['Ada.Lovelace@example.com', 'Mandate']
/** With a second factor, so that the other rules show. */
const ada = { known, hasSecondFactor: true }
const alone = { known, hasSecondFactor: false }

test('any password that is long enough and hard to guess is fine, whatever its characters', async () => {
  for (const password of [
    'correct horse battery staple',
    'kväll i maj',
    'zqxjkvbp2026!',
    'summer480297315',
    'zqxjkvbp',
    '🦆🐢🦊🐝🦉🐙🦁🐞',
  ]) {
    assert.equal(await passwordProblem(password, ada), null, password)
  }
})

test('eight characters are counted as a person counts them', async () => {
  assert.equal(await passwordProblem('zqxjkvb', ada), 'too_short')
  assert.equal(await passwordProblem('🦆🐢🦊🐝', ada), 'too_short')
  assert.equal(await passwordProblem('e\u0301'.repeat(4), ada), 'too_short')
})

test('1,024 bytes are accepted whole and one more is refused, never cut', async () => {
  const longest = 'zq4 xjkv'.repeat(128)
  assert.equal(await passwordProblem(longest, ada), null)
  assert.equal(await passwordProblem(`${longest}c`, ada), 'too_long')
  assert.equal(await passwordProblem('é'.repeat(513), ada), 'too_long')
})

test('without a second factor, a password has at least fifteen characters', async () => {
  assert.equal(await passwordProblem('zqxjkvbp wmfgty', alone), null)
  assert.equal(await passwordProblem('zqxjkvbp wmfgt', alone), 'too_short')
  assert.equal(await passwordProblem('🦆🐢🦊🐝🦉🐙🦁🐞', alone), 'too_short')
})

test('a password that many people have is refused, however it is spelled', async () => {
  for (const password of [
    '1234567890123456',
    'qwertyuiop123456',
    'PASSWORDPASSWORD',
    'ManchesterUnited',
  ]) {
    assert.equal(await passwordProblem(password, alone), 'too_guessable', password)
  }
})

test('a leaked password is refused, after everything that needs no question', async () => {
  const asked: string[] = []
  const leaked = {
    includes: async (password: string) => asked.push(password) > 0 && password.startsWith('leaked'),
  }
  const rules = { ...alone, leaked }
  assert.equal(await passwordProblem('leaked zqxjkvbp wm', rules), 'leaked')
  assert.equal(await passwordProblem('secret zqxjkvbp wm', rules), null)
  assert.equal(await passwordProblem('short', rules), 'too_short')
  assert.equal(await passwordProblem('passwordpassword', rules), 'too_guessable')
  assert.deepEqual(asked, ['leaked zqxjkvbp wm', 'secret zqxjkvbp wm'])
})

test('what a stranger tries first is refused', async () => {
  for (const password of [
    'password',
    'Password123!',
    'mandate2024',
    '12345678',
    'hgfedcba',
    'aaaaaaaa',
    'ab'.repeat(512),
    'qwertyuiop',
    'P4ssw0rd',
    'iloveyou2',
    'swordfish7',
    'ada.lovelace',
    'lovelace1815',
    'ADA.LOVELACE@example.com',
    'Password2026!',
    'Welcome2026!',
    'Mandate2026!!',
    'summer-2026',
  ]) {
    assert.equal(await passwordProblem(password, ada), 'too_guessable', password)
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
