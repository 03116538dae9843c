import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { KeyId } from '../../grants/grant.ts'
import {
  hashUserCode,
  newUserCode,
  readUserCode,
  shownUserCode,
  userCodeHashes,
} from './user-code.ts'

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

test('a code is read back in whatever case, grouping and width it is typed', () => {
  const spellings = [
    ...['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'W-D-J-B-M-J-H-T', 'wdjb – mjht', 'wdjb_mjht.'],
    ...['ＷＤＪＢ－ＭＪＨＴ', 'wdj8-mjht', 'WDJB\u200e-MJHT'],
  ]
  for (const typed of spellings) assert.equal(readUserCode(typed), 'WDJBMJHT', typed)
})

test('what cannot be a code is none: a vowel, a letter too many, another alphabet, markup', () => {
  const typed = [
    '',
    'WDJB-MJH',
    'WDJB-MJHTT',
    'WDAB-MJHT',
    'ЗДЖБ-МЖХТ',
    '<b>WDJBMJHT',
    '1'.repeat(99),
  ]
  for (const one of typed) assert.equal(readUserCode(one), undefined, one)
})

test('a digit is read as the letter that it looks like', () => {
  assert.equal(readUserCode('2568-BCDF'), 'ZSGBBCDF')
})

test('what is far longer than a code is not looked at', () => {
  const padded = (length: number) => readUserCode('WDJBMJHT'.padEnd(length, ' '))
  assert.equal(padded(64), 'WDJBMJHT')
  assert.equal(padded(65), undefined)
})

test('bytes that would favour some letters are thrown away, and no more than needed are drawn', () => {
  const draws = [
    [0, 19, 20, 240, 255, 239, 1, 2],
    [3, 4, 5, 6, 7, 8, 9, 10],
  ]
  const scripted = () => Uint8Array.from(draws.shift() ?? assert.fail('drawn too often'))
  assert.equal(newUserCode(scripted), 'BZBZCDFG')
  const once = [[0, 1, 2, 3, 4, 5, 6, 7]]
  const exactly = () => Uint8Array.from(once.shift() ?? assert.fail('drawn too often'))
  assert.equal(newUserCode(exactly), 'BCDFGHJK')
})

test('new codes are read as themselves, and every letter is as likely as the others', () => {
  const counts = new Map<string, number>()
  for (let made = 0; made < 2_000; made++) {
    const code = newUserCode(random)
    assert.equal(readUserCode(shownUserCode(code)), code)
    for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  assert.equal(counts.size, 20)
  // 800 each on average; the standard deviation is 28.
  for (const [letter, count] of counts) assert.ok(Math.abs(count - 800) < 200, `${letter} ${count}`)
})

test('a code is found after its key was replaced, and its hash is useless without the key', () => {
  const [first, second] = ['0a0a0a0a', '0b0b0b0b'] as KeyId[]
  assert.ok(first !== undefined && second !== undefined)
  const secrets = new Map([
    [first, random(32)],
    [second, random(32)],
  ])
  const before = hashUserCode({ current: first, secrets }, 'WDJBMJHT')
  const hashes = userCodeHashes({ current: second, secrets }, 'WDJBMJHT')
  assert.equal(hashes.length, 2)
  assert.equal(hashes[1], before)
  assert.notEqual(hashes[0], before)
})
