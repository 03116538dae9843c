/** Settings: `mandate.yaml`, variables and flags with arbitrary content. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { SettingsSources } from '../../packages/mandate/src/settings/given.ts'
import { readSettings } from '../../packages/mandate/src/settings/in-force.ts'
import { nearest } from '../../packages/mandate/src/settings/nearest.ts'
import { SettingsRefused } from '../../packages/mandate/src/settings/refused.ts'
import { settingNames, settingsTable, variableOf } from '../../packages/mandate/src/settings.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const workingDirectory = mkdtempSync(join(tmpdir(), 'mandate-fuzz-settings-'))
after(() => rmSync(workingDirectory, { recursive: true }))
const path = join(workingDirectory, 'mandate.yaml')

/** This must never be shown. */
const PASSWORD = 'opensesame'

/** Valid settings, or a refusal that names each problem in one line and quotes no password. */
function read(sources: Partial<SettingsSources>, yaml: string): void {
  writeFileSync(path, yaml)
  try {
    const settings = readSettings({ flags: {}, environment: {}, workingDirectory, ...sources })
    assert.ok(Number.isInteger(settings.port))
    for (const words of Object.values(settings.scopes)) {
      // One of OpenID Connect, for which the catalogues have the words.
      if (words === null) continue
      const texts = typeof words === 'string' ? { en: words } : words
      assert.ok(Object.hasOwn(texts, 'en'))
      for (const text of Object.values(texts)) assert.equal(typeof text, 'string')
    }
    for (const token of settings.defaultScope.split(' ')) {
      assert.ok(Object.hasOwn(settings.scopes, token), token)
    }
  } catch (error) {
    assert.ok(error instanceof SettingsRefused, String(error))
    assert.ok(error.problems.length > 0)
    assert.ok(!error.message.includes(PASSWORD), error.message)
    assert.doesNotMatch(error.message, /\n\s+at /)
  }
}

const values = [
  '1',
  '300',
  '-1',
  '0x10',
  '1e3',
  '1.5',
  '~',
  '{all: {en: All, sv: Allt}, read: {sv: Läsa}}',
  '{all: {en: [All]}}',
  'true',
  'no',
  'all',
  'read',
  '127.0.0.1',
  '0.0.0.0',
  'https://login.example',
  'http://[::1]:1',
  `postgres://u:${PASSWORD}@db/x`,
  '10.0.0.0/8',
  'all,read',
  '{all: A, read: B}',
  '{"all":"A"}',
  '[1, 2]',
  'constructor',
  '__proto__',
  '',
]
const yamlPieces = [
  ...settingNames.map((name) => `${name}: `),
  ...values,
  '\n',
  '\n',
  '  ',
  '- ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '*b',
  '<<: ',
  '!!binary ',
  '!!set ',
  '!x ',
  '|',
  '>-',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '\t',
  '\\x41',
  '!!str ',
]
const line = fc
  .tuple(
    fc.constantFrom(...settingNames, 'prot', 'x'),
    fc.oneof(fc.constantFrom(...values), textOf(...yamlPieces)),
  )
  .map(([name, value]) => `${name}: ${value}\n`)
const lines = fc.uniqueArray(line, { maxLength: 5, selector: (one) => one.split(':')[0] })
const yaml = fc.oneof(
  lines.map((all) => all.join('')),
  textOf(...yamlPieces),
)

test('any mandate.yaml is valid or is refused', () => {
  forEvery(yaml, (text) => read({}, text))
})

const text = fc.oneof(fc.constantFrom(...values), textOf(...values, ',', ' ', '{', '}', '&a', '*a'))
const given = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 4 })

test('any variables are valid or are refused', () => {
  const names = settingNames.map(variableOf)
  forEvery(given([...names, 'MANDATE_CONFIG', 'MANDATE_PROT', 'MANDATE_']), (environment) => {
    read({ environment }, '')
  })
})

test('any flags are valid or are refused', () => {
  forEvery(given([...settingNames, 'config']), (flags) => read({ flags }, ''))
})

test('all three together are valid or are refused', () => {
  forEvery(fc.tuple(yaml, given(settingNames.map(variableOf)), given(settingNames)), (all) => {
    const [file, environment, flags] = all
    read({ environment, flags }, file)
  })
})

test('a setting takes time in proportion to its length', () => {
  for (const { problem } of [settingsTable.issuer, settingsTable.database]) {
    growsInProportion(['https://', 'a', '/', '.', ':', '@', '?', '%', '['], problem)
  }
  growsInProportion(['10.0.0.0/8', '/', ':', '.', '1', 'f'], (address) =>
    settingsTable.trusted_proxies.problem([address]),
  )
  growsInProportion(['port', '_', 'a', 'seconds'], (name) => nearest(name, settingNames))
})
