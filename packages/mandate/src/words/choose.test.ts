import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseWords, type Wishes } from './choose.ts'

const languageOf = (wishes: Wishes) => chooseWords(wishes).language

test('English is the fallback if no requested language is available', () => {
  for (const acceptLanguage of [
    '',
    'de',
    'de-CH, fr;q=0.7',
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
    ['sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7', 'sv'],
    ['SV-FI', 'sv'],
    ['en-US,sv;q=0.9', 'en'],
    ['en;q=0.5, sv;q=0.51', 'sv'],
    ['de, sv;q=0.2', 'sv'],
    ['de;q=0.9, *;q=0.5, sv;q=0.4', 'en'],
    ['en ; q=0.1,\tsv ;q=1.000', 'sv'],
  ] as const) {
    assert.equal(languageOf({ acceptLanguage }), expected, acceptLanguage)
  }
})

test('the app’s wish takes precedence over the browser’s', () => {
  assert.equal(languageOf({ uiLocales: 'sv-SE', acceptLanguage: 'en' }), 'sv')
  assert.equal(languageOf({ uiLocales: 'de en sv', acceptLanguage: 'sv' }), 'en')
  assert.equal(languageOf({ uiLocales: 'de fr-CA', acceptLanguage: 'sv' }), 'sv')
})
