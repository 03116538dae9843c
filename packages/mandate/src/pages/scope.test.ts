import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../words/en.ts'
import { scopeList } from './scope.ts'

const items = (scope: readonly string[], scopeTexts: Readonly<Record<string, string>> = {}) =>
  [...String(scopeList({ words: en, scopeTexts }, scope)).matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(
    ([, item = '']) => item.replace(/<[^>]+>/g, ''),
  )

test('the default scope is told in plain words', () => {
  assert.deepEqual(items(['all']), ['Full access. It can do everything you can do.'])
})

test('the operator’s own words come first', () => {
  assert.deepEqual(
    items(['invoices:read', 'all'], { 'invoices:read': 'See invoices', all: 'All of it' }),
    ['See invoices', 'All of it'],
  )
})

test('a token that nobody has described is shown by its name, not left out', () => {
  assert.deepEqual(items(['constructor', 'x:y']), [
    'Use the permission “constructor”',
    'Use the permission “x:y”',
  ])
})
