import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readWordsFile } from './words-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-words-'))
after(() => rmSync(folder, { recursive: true }))

function read(text: string) {
  const path = join(folder, 'texts.yaml')
  writeFileSync(path, text)
  return readWordsFile(path)
}

test('texts are read by language and name', () => {
  assert.deepEqual(read('en:\n  signIn.button: Log in\nar:\n  consent.allow: نعم\n'), {
    texts: { en: { 'signIn.button': 'Log in' }, ar: { 'consent.allow': 'نعم' } },
    problems: [],
  })
  assert.deepEqual(read('# later\n'), { texts: {}, problems: [] })
})

test('each mistake has its line and its remedy', () => {
  for (const [text, problem] of [
    [
      'en:\n  signIn.buton: Log in\n',
      'texts.yaml:2: there is no text signIn.buton; did you mean signIn.button?',
    ],
    [
      'en:\n  nothing.like.it.at.all: x\n',
      'texts.yaml:2: there is no text nothing.like.it.at.all; `mandate words` lists them all',
    ],
    ['en:\n  signIn: x\n', /^texts.yaml:2: there is no text signIn; did you mean signIn\./],
    ['nb:\n  a: b\n', 'texts.yaml:1: there is no language nb; pages are in en, sv, de, fr, es, ar'],
    ['en: Log in\n', 'texts.yaml:1: write texts below en, such as signIn.button: Log in'],
    ['en:\n\n  signIn.button: ""\n', 'texts.yaml:3: signIn.button is empty; give a text'],
    ['en:\n  signIn.button: [a]\n', 'texts.yaml:2: signIn.button is empty; give a text'],
    [
      'en:\n  consent.title: Let it in?\n',
      'texts.yaml:2: consent.title lacks {client}; ours is: Let {client} act for you?',
    ],
    [
      'en:\n  signIn.button: Go {client}\n',
      'texts.yaml:2: signIn.button has no {client} to fill in; ours is: Sign in',
    ],
    [
      'en:\n  home.refused: Look up {link}\n',
      'texts.yaml:2: {link} needs words of its own, as in ours: Was a request refused? {link:Look up the reason.}',
    ],
    ['- en\n', 'texts.yaml:1: write a language, such as en:, and texts below it'],
    [
      'en:\n  consent.title: {client} wants in\n',
      /^texts.yaml:2: this is not YAML \(\w+\); put texts with a colon or a brace in quotes$/,
    ],
  ] as const) {
    const { problems } = read(text)
    assert.equal(problems.length > 0, true, text)
    if (typeof problem === 'string') assert.equal(problems[0], problem)
    else assert.match(problems[0] ?? '', problem)
  }
})

test('a file that is not there is a problem, too', () => {
  const { problems } = readWordsFile(join(folder, 'gone.yaml'))
  assert.match(problems[0] ?? '', /gone\.yaml cannot be read \(ENOENT\)$/)
})
