import assert from 'node:assert/strict'
import { test } from 'node:test'
import { texts, webAddressProblem, whole } from './field.ts'

test('a list has each text once, and only right ones', () => {
  const pages = texts({ help: 'pages', value: 'url', problem: webAddressProblem })
  const one = 'https://client.example/a'
  assert.deepEqual(pages.read([one, one], 'pages'), [one])
  assert.throws(() => pages.read(one, 'pages'), /The pages has to be a list/)
  assert.throws(() => pages.read([one, 1], 'pages'), /has to be a text/)
  assert.throws(() => pages.read([one, `${one}#b`], 'pages'), /without a fragment/)
})

test('a whole number is in its range', () => {
  const seconds = whole({ from: 0, to: 9 }, { help: 'seconds', value: 'n' })
  assert.deepEqual([seconds.read(0, 'n'), seconds.read(9, 'n')], [0, 9])
  for (const wrong of [-1, 10, 0.5, '5', null, Number.NaN]) {
    assert.throws(() => seconds.read(wrong, 'n'), /The n has to be a whole number from 0 to 9/)
  }
})
