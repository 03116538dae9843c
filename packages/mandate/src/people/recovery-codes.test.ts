import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { newRecoveryCodes, readRecoveryCode, recoveryCodeId } from './recovery-codes.ts'

const owner = { accountId: 'ada', at: 1_800_000_000 }
const random = (bytes: number) => randomBytes(bytes)

test('ten different codes of 80 bits are shown, and only their hashes are stored', () => {
  const { shown, stored } = newRecoveryCodes(random, owner)
  assert.equal(new Set(shown).size, 10)
  for (const code of shown) assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const every = newRecoveryCodes((bytes) => new Uint8Array(bytes).fill(255), owner)
  assert.equal(every.shown[0], 'zzzz-zzzz-zzzz-zzzz')
  for (const [place, row] of stored.entries()) {
    const code = readRecoveryCode(shown[place] ?? '') ?? ''
    assert.equal(row.id, recoveryCodeId('ada', code))
    assert.ok(!JSON.stringify(row).includes(code))
  }
})

test('a code may be typed in capitals, with spaces, and with letters that look like digits', () => {
  for (const typed of [
    '10o1-abcd-efgh-jkmn',
    '1 0 0 1 ABCD EFGH JKMN',
    'IOOLabcdefghjkmn',
    '1001–abcd–efgh–jkmn',
  ]) {
    assert.equal(readRecoveryCode(typed), '1001abcdefghjkmn')
  }
  for (const typed of [
    '',
    '123456',
    '1001-abcd-efgh-jkm',
    '1001-abcd-efgh-jkmnp',
    'uuuu-uuuu-uuuu-uuuu',
    'ß'.repeat(16),
  ]) {
    assert.equal(readRecoveryCode(typed), undefined, typed)
  }
})

test('the same code of another account has another hash', () => {
  assert.notEqual(
    recoveryCodeId('ada', '1001abcdefghjkmn'),
    recoveryCodeId('eve', '1001abcdefghjkmn'),
  )
})
