import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailsIn, picturesIn } from '../../test/gallery.ts'
import { catalogues } from './choose.ts'
import type { Words } from './en/en.ts'
import { overridden, textsOf } from './overrides.ts'

const { en, sv, ar } = catalogues
const shown = (value: unknown) => [value].flat(9).join('')

test('a text of the operator takes the place of ours, and nothing else changes', () => {
  const words = overridden(en, {
    'signIn.button': 'Log in',
    'signIn.wait': 'Please wait {seconds}.',
    'consent.title': '{client} wants in',
    'consent.ends': 'Until {account:your page} says so, or {unused} pass.',
    'codes.invalid_grant.title': 'Old code',
  })
  assert.equal(words.signIn.button, 'Log in')
  assert.equal(words.signIn.wait({ seconds: 130 }), 'Please wait 3 minutes.')
  assert.deepEqual(words.consent.title({ client: 'Atlas' }), ['Atlas', ' wants in'])
  const account = (label: string) => `<a>${label}</a>`
  assert.equal(
    shown(words.consent.ends({ unused: 90 * 86_400, account })),
    'Until <a>your page</a> says so, or 90 days pass.',
  )
  assert.equal(words.codes.invalid_grant.title, 'Old code')
  assert.equal(words.codes.invalid_grant.meaning, en.codes.invalid_grant.meaning)
  assert.equal(en.signIn.button, 'Sign in')
})

test('each text is listed with its placeholders', () => {
  assert.equal(
    textsOf(en).get('signIn.wait'),
    'Wait {seconds}, then try again. Your account is not locked.',
  )
  assert.equal(textsOf(sv).get('permissions.onlyIn'), 'Endast i {apis}')
  assert.match(textsOf(ar).get('home.issuer') ?? '', /\{metadata:[^}]+\}/)
})

test('the listed texts, put in place of ours, make the same pages', () => {
  for (const words of [en, sv]) {
    // The listed form of a text that depends on a count is its plural.
    const texts = [...textsOf(words)].filter(([, text]) => !/\{(count|times|apis)\}/.test(text))
    const again = overridden(words, Object.fromEntries(texts))
    // Explanations and the first operator's page are drawn for English alone.
    const pages = (from: Words) =>
      [...picturesIn(from), ...mailsIn(from)]
        .filter(({ name }) => !/^(explanation|first-operator)/.test(name))
        .map(({ name, html }) => [name, html] as const)
    const [same, ours] = [pages(again), pages(words)]
    const changed = ours.flatMap(([name, html], place) => (same[place]?.[1] === html ? [] : [name]))
    assert.deepEqual(changed, [], words.language)
  }
})
