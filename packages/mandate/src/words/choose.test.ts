import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseWords, type Wishes } from './choose.ts'

const languageOf = (wishes: Wishes) => chooseWords(wishes).language

test('English is the fallback if no requested language is available', () => {
  for (const acceptLanguage of [
    '',
    'da',
    'da-DK, it;q=0.7',
    '*',
    'svan',
    ';;q',
    'sv;q=x',
    'sv;q=0',
  ]) {
    assert.equal(languageOf({ acceptLanguage }), 'en', acceptLanguage)
  }
  assert.equal(languageOf({}), 'en')
})

test('the best available language of the browser is chosen, whatever its region', () => {
  for (const [acceptLanguage, expected] of [
    ['sv', 'sv'],
    ['ar-EG', 'ar'],
    ['sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7', 'sv'],
    ['SV-FI', 'sv'],
    ['en-US,sv;q=0.9', 'en'],
    ['en;q=0.5, sv;q=0.51', 'sv'],
    ['da, sv;q=0.2', 'sv'],
    ['da;q=0.9, *;q=0.5, sv;q=0.4', 'en'],
    ['en ; q=0.1,\tsv ;q=1.000', 'sv'],
  ] as const) {
    assert.equal(languageOf({ acceptLanguage }), expected, acceptLanguage)
  }
})

test('the app’s wish comes first, then the person’s, then the browser’s', () => {
  const browser = { acceptLanguage: 'sv' }
  assert.equal(languageOf({ uiLocales: 'sv-SE', acceptLanguage: 'en' }), 'sv')
  assert.equal(languageOf({ uiLocales: 'da en sv', ...browser }), 'en')
  assert.equal(languageOf({ uiLocales: 'da it-CH', ...browser }), 'sv')
  assert.equal(languageOf({ language: 'de', ...browser }), 'de')
  assert.equal(languageOf({ uiLocales: 'fr', language: 'de', ...browser }), 'fr')
  assert.equal(languageOf({ uiLocales: 'da', language: 'de', ...browser }), 'de')
  assert.equal(languageOf({ language: null, ...browser }), 'sv')
  assert.equal(languageOf({ language: 'gone', ...browser }), 'sv')
})
