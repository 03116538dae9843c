/**
 * Whoever changes something calls an operation. The types and the dependency rules see to most of
 * it: commands and endpoints have a store that only reads, and may not import what opens it. These
 * tests see to what types and rules cannot say.
 */

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { readOnly } from '../src/store/read-only.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'

const source = new URL('../src/', import.meta.url)
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

function filesIn(
  ...patterns: string[]
): readonly { readonly file: string; readonly text: string }[] {
  const files = globSync(patterns, { cwd: source, exclude: (name) => name.endsWith('.test.ts') })
  return files.map((file) => ({ file, text: readFileSync(new URL(file, source), 'utf8') }))
}

/** The files outside `runtime/` that open a database for more than reading, and why. */
const openers: Readonly<Record<string, string>> = {
  'cli/data-directory.ts': 'gives commands a view that only reads',
  'cli/first-link.ts': 'makes the first link, through a view that only reads',
  'cli/init.ts': 'creates it, and makes the first operator through a view that only reads',
  'cli/migrate.ts': 'creates tables, and closes it at once',
  'cli/user-files/importer.ts': 'a database of its own, to try an import out in',
}

test('no command and no endpoint opens a database to write by itself', () => {
  const opening = filesIn('cli/**/*.ts', 'http/**/*.ts').filter(({ text }) =>
    /\bopenData\(|\.open\((?!\{ readOnly: true \}|\))|database[^\n]*\.open\(\)/.test(text),
  )
  assert.deepEqual(opening.map(({ file }) => file).toSorted(), Object.keys(openers))
})

test('no command and no endpoint is given a store that writes', () => {
  for (const { file, text } of filesIn('{cli,http,pages,revocations,scim}/**/*.ts')) {
    assert.doesNotMatch(text, /import [^'"]*\bStore\b[^'"]*'[./]*store\/port\.ts'/s, file)
  }
})

/** Verbs that an operation calls beside one that records what it does, or that no person asks for. */
const companions: Readonly<Record<string, string>> = {
  'attempts.clear': 'with the change of the password or the unlocking',
  'clients.markUnused': 'marks what the sweep then deletes, each with its fact',
  'clients.noteUsed': 'notes that it is in use',
  'grants.hasLive': 'asks, and changes nothing',
  'keys.endGrants': 'before the retirement of their key',
  'knownBrowsers.forget': 'with the end of the session',
  'registrationTokens.use': 'with the registration',
  'repeatableRequests.begin': 'with what the request makes',
  'repeatableRequests.finish': 'with what the request made',
  'repeatableRequests.forget': 'of a request that made nothing',
  'secondFactors.noteTotpUse': 'with the sign-in',
  'sessions.endProvenSince': 'with the new second factor',
  'signInAnswers.insert': 'nothing has happened before the browser comes for it',
  'signInAnswers.use': 'with the sign-in',
  'turns.take': 'keeps others out for a moment, and changes nothing else',
  'turns.end': 'lets others in again',
  'trustedTime.begin': 'before the clock is trusted',
  'usedOnce.use': 'notes that it was used',
}

/** An operation that changes nothing, so that there is nothing to record. */
const unrecorded: Readonly<Record<string, string>> = {
  'operations/webhook-deliveries.ts': 'sends a test event',
}

test('an operation changes nothing without saying who did it', () => {
  const reading: Readonly<Record<string, object>> = Object.fromEntries(
    Object.entries(readOnly(store)).filter(([, verbs]) => typeof verbs === 'object'),
  )
  const acting = verbsWithActs()
  const called = new Set<string>()
  for (const { file, text } of filesIn('operations/*.ts')) {
    for (const [, noun = '', verb = ''] of text.matchAll(/\bstore\.(\w+)\s*\.(\w+)\(/g)) {
      const name = `${noun}.${verb}`
      if (Object.hasOwn(reading[noun] ?? {}, verb)) continue
      called.add(name)
      assert.ok(acting.has(verb) || companions[name] !== undefined, `${file}: ${name} has no actor`)
    }
    if (Object.hasOwn(unrecorded, file)) continue
    assert.doesNotMatch(
      text,
      /= operation\(\s*\{[^}]*\},\s*async \(\s*(\{[^}]*\}|\w+)[^,]*,\s*_\w*\b/s,
      file,
    )
  }
  assert.ok(called.size > 30, `found only ${called.size} verbs that write`)
})

/** The verbs of the port that take an `Act`; the contract of the store has the facts of each. */
function verbsWithActs(): ReadonlySet<string> {
  const verbs = filesIn('store/port/*.ts').flatMap(({ text }) =>
    [...text.matchAll(/^ {2}(\w+)\(((?:[^()]|\([^()]*\))*)\): Promise/gm)].flatMap(
      ([, name = '', parameters = '']) =>
        /\bact\??: Act\b|\bby: Operator\b/.test(parameters) ? name : [],
    ),
  )
  return new Set(verbs)
}

test('the contract of the store says which facts each verb with an actor records', () => {
  const contract = globSync('store/contract/*.ts', { cwd: import.meta.dirname })
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n')
  const missing = [...verbsWithActs()].filter((verb) => !contract.includes(`.${verb}(`))
  assert.deepEqual(missing, [])
})
