/** Accept-Language and `ui_locales`, which choose the language of a page. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chooseWords } from '../../packages/mandate/src/words/choose.ts'
import { growsInProportion } from '../growth.ts'
import { headerOf, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const pieces = ['sv', 'en-GB', '*', ',', ';', 'q=', '0.5', ' ', '\t', '-', '__proto__', 'language']

test('every language preference selects an existing language', () => {
  forEvery(fc.tuple(textOf(...pieces), headerOf(...pieces)), ([uiLocales, acceptLanguage]) => {
    assert.match(chooseWords({ uiLocales, acceptLanguage }).language, /^(en|sv)$/)
  })
})

test('choosing takes time in proportion to the length of the preference', () => {
  growsInProportion(pieces, (acceptLanguage) => chooseWords({ acceptLanguage }))
  growsInProportion(pieces, (uiLocales) => chooseWords({ uiLocales }))
})
