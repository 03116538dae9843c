import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { conformanceDocument, unexplained } from './documents.ts'
import { differences } from './peer-differences.ts'
import { collectRules, titleOf } from './rule.ts'
import { cell } from './table.ts'

const rules = await collectRules()
const rewrite = 'write it again: npm run conformance -- --write, and the same with --peer'

function page(name: string): string {
  return readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')
}

test('docs/conformance.md lists each rule that exists, kept, and no other', () => {
  const all = rules.map((rule) => ({ rule, result: 'kept' as const }))
  // Compared here, since a diff of two long pages would be unreadable.
  assert.ok(page('conformance.md') === conformanceDocument(all), rewrite)
})

test('docs/conformance-of-a-peer.md lists each rule with the result of the peer', () => {
  const text = page('conformance-of-a-peer.md')
  for (const { rule, file } of rules) {
    assert.ok(
      text.includes(`| [${cell(rule)}](../conformance/rules/${file}) |`),
      `${file}: ${rewrite}`,
    )
  }
})

test('docs/conformance-of-a-peer.md explains each difference and nothing else', () => {
  const text = page('conformance-of-a-peer.md')
  for (const [file, { because }] of Object.entries(differences)) {
    assert.ok(text.includes(cell(because)), `${file}: ${rewrite}`)
    assert.ok(new RegExp(`rules/${file}\\).* broken \\|`).test(text), `${file} is not broken there`)
  }
  const broken = [...text.matchAll(/rules\/(\S+\.test\.ts)\).* broken \|/g)]
  assert.ok(broken.length > 0)
  for (const [, file = ''] of broken) assert.ok(Object.hasOwn(differences, file), file)
})

test('a broken rule without an explanation is reported', () => {
  const explained = Object.keys(differences)
  const rule = rules.find(({ file }) => !explained.includes(file))
  assert.ok(rule)
  const tried = { rule, result: 'broken', because: 'it did otherwise' } as const
  assert.deepEqual(unexplained([tried]), [rule.file])
})

test('no two rules have the same title, and each names its source', () => {
  const titles = rules.map((rule) => `${rule.file} ${titleOf(rule)}`)
  assert.equal(new Set(titles).size, titles.length)
  for (const { source, file } of rules) {
    assert.match(
      source,
      /^(RFC \d{4} |Mandate §(?:[0-6]|13)$|OpenID Connect |Shared Signals |OAuth 2\.0 |OWASP )/,
      file,
    )
  }
})
