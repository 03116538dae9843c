import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import { sv } from '../words/sv/sv.ts'
import { scopeList } from './scope.ts'

const items = (scope: readonly string[], scopeTexts: Readonly<Record<string, Translated>> = {}) =>
  [...String(scopeList({ words: en, scopeTexts }, scope)).matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(
    ([, item = '']) => item.replace(/<[^>]+>/g, ''),
  )

test('the default scope is described in plain words', () => {
  assert.deepEqual(items(['all']), ['Full access. It can do everything you can do.'])
})

test('the operator’s own descriptions take precedence', () => {
  assert.deepEqual(
    items(['invoices:read', 'all'], { 'invoices:read': 'See invoices', all: 'All of it' }),
    ['See invoices', 'All of it'],
  )
})

test('a description is in the language of the page, or says that it is English', () => {
  const scopeTexts = { read: { en: 'Read', sv: 'Läsa' }, write: { en: 'Write' }, all: 'Any' }
  const shown = String(scopeList({ words: sv, scopeTexts }, ['read', 'write', 'email']))
  assert.match(shown, /<li>Läsa<\/li><li lang="en">Write<\/li><li>Se din e-postadress<\/li>/)
  assert.deepEqual(items(['read', 'write'], scopeTexts), ['Read', 'Write'])
})

test('what a scope of the admin API allows is said in the language of the page', () => {
  assert.deepEqual(items(['admin:users:read', 'admin:nothing:read']), [
    'See all users',
    'Use the permission “admin:nothing:read”',
  ])
  const strongest = String(scopeList({ words: en, scopeTexts: {} }, ['admin:operators:write']))
  assert.match(strongest, /class="everything".*<strong>Decide who runs this server\.<\/strong>/)
  const swedish = String(scopeList({ words: sv, scopeTexts: {} }, ['admin:grants:write']))
  assert.match(swedish, /<li>Koppla bort appar från vilken användare som helst<\/li>/)
})

test('a token without a description is shown by its name, not left out', () => {
  assert.deepEqual(items(['constructor', 'x:y']), [
    'Use the permission “constructor”',
    'Use the permission “x:y”',
  ])
})
