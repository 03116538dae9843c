import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseWords, type Wishes } from './choose.ts'

const languageOf = (wishes: Wishes) => chooseWords(wishes).language

test('English is for everybody who asks for nothing that there is', () => {
  for (const acceptLanguage of ['', 'de', 'de-CH, fr;q=0.7', '*', 'svan', ';;q', 'sv;q=x']) {
    assert.equal(languageOf({ acceptLanguage }), 'en', acceptLanguage)
  }
  assert.equal(languageOf({}), 'en')
})
