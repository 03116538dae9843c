import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstDifference } from './difference.ts'

test('the first difference is described, and the equal parts around it are not marked', () => {
  const found = firstDifference('https://a.example/CB?x', ['https://a.example/cb?x'])
  assert.deepEqual(found, {
    sent: { before: 'https://a.example/', differing: 'CB', after: '?x' },
    expected: { before: 'https://a.example/', differing: 'cb', after: '?x' },
    character: 19,
    sentence:
      'The first 18 characters are the same; then the request has “C” and the expected one has “c”.',
  })
})

test('for a missing or extra slash, one string has nothing at the difference', () => {
  const short = firstDifference('https://a.example', ['https://a.example/'])
  assert.deepEqual([short?.sent.differing, short?.expected.differing], ['', '/'])
  assert.match(short?.sentence ?? '', /then the request ends and the expected one has “\/”/)
  const long = firstDifference('https://a.example//cb', ['https://a.example/cb'])
  assert.deepEqual([long?.sent.differing, long?.expected.differing], ['/', ''])
})

test('a lookalike character is named by its code point', () => {
  const found = firstDifference('https://\u0430.example', ['https://a.example'])
  assert.match(found?.sentence ?? '', /has the character U\+0430 and the expected one has “a”/)
  assert.match(firstDifference('a\tb', ['ab'])?.sentence ?? '', /U\+0009/)
})

test('the most similar of several expected strings is compared', () => {
  const found = firstDifference('https://a.example/callbak', [
    'https://b.example/callback',
    'https://a.example/callback',
    'http://127.0.0.1/callback',
  ])
  assert.equal(Object.values(found?.expected ?? {}).join(''), 'https://a.example/callback')
  assert.equal(firstDifference('x', []), undefined)
})

test('a single equal character is described in the singular', () => {
  assert.match(firstDifference('ab', ['ac'])?.sentence ?? '', /^The first character is the same;/)
  assert.match(firstDifference('b', ['c'])?.sentence ?? '', /^They differ from the start:/)
})

test('the parts always add up to the whole and differ at the stated position', () => {
  const text = fc.stringMatching(/^[ab/]{0,8}$/)
  fc.assert(
    fc.property(text, text, (sent, expected) => {
      const found = firstDifference(sent, [expected])
      assert.equal(Object.values(found?.sent ?? {}).join(''), sent)
      assert.equal(Object.values(found?.expected ?? {}).join(''), expected)
      if (sent === expected) assert.match(found?.sentence ?? '', /as far as they can be shown/)
      else {
        const at = (found?.character ?? 0) - 1
        assert.equal(sent.slice(0, at), expected.slice(0, at))
        assert.notEqual(sent[at], expected[at])
      }
    }),
  )
})
