import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scopeInWords } from './scope.ts'

const words = (scope: string, described?: Record<string, string>) =>
  scopeInWords(scope, described).map((one) => one.words)

test('the default scope is told in plain words', () => {
  assert.deepEqual(words('all'), ['Full access. It can do everything you can do.'])
})

test('the operator’s own words come first', () => {
  assert.deepEqual(
    words('invoices:read all', { 'invoices:read': 'See invoices', all: 'All of it' }),
    ['See invoices', 'All of it'],
  )
})

test('a token that nobody has described is shown by its name, not left out', () => {
  assert.deepEqual(words('constructor x:y'), [
    'Use the permission “constructor”',
    'Use the permission “x:y”',
  ])
})
