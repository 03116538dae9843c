/** What is committed: documents with working links, and a lock file that works for everyone. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

const files = execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' }).split('\n')
const documents = files.filter((path) => path.endsWith('.md'))

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

/** The anchors that a Markdown renderer generates for the headings. */
function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('a document that has something of ours installed says at its top that it is not published', () => {
  const installing = documents.filter((path) =>
    /npm install (mandate\b|@mandate\/)/.test(read(path)),
  )
  assert.ok(installing.length > 4)
  for (const path of installing.filter((path) => path !== 'docs/guides/install.md')) {
    assert.match(
      read(path),
      /^# .*\n\n> Not on the npm registry yet: \[install what .*install\.md\)/,
      path,
    )
  }
})

for (const document of documents) {
  test(`every link and picture in ${document} has a target`, () => {
    const links = [
      ...read(document).matchAll(/\]\(([^)\s]+)\)|<(?:img|source)[^>]+(?:src|srcset)="([^"]+)"/g),
    ].map(([, link, image]) => link ?? image ?? '')
    for (const link of links.filter((link) => !/^[a-z]+:/.test(link))) {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? document : join(dirname(document), path)
      assert.ok(existsSync(join(repository, target)), `${link} leads nowhere`)
      if (anchor && target.endsWith('.md')) assert.ok(anchorsOf(target).includes(anchor), link)
    }
  })
}

test('every scenario and every section of the protocol that a test names is in its document', () => {
  const scenarios = new Set(read('docs/scenarios.md').match(/^\d+(?=\. )/gm))
  const sections = new Set(read('docs/protocol.md').match(/(?<=^## )\d+(?=\. )/gm))
  assert.equal(scenarios.size, Math.max(...[...scenarios].map(Number)), 'a number is missing')
  const cited = { scenarios: new Set<string>(), sections: new Set<string>() }
  for (const path of files.filter(
    (path) => path.endsWith('.ts') && existsSync(join(repository, path)),
  )) {
    const text = read(path)
    const numbers = text.match(/(?<=\bSCENARIOS? (?:\d+, )*)\d+|(?<=\bscenario: )\d+/g) ?? []
    for (const number of numbers) cited.scenarios.add(number)
    const said = text.match(/(?<=\bMandate §|docs\/protocol\.md §)\d+/g) ?? []
    for (const number of said) cited.sections.add(number)
  }
  assert.ok(cited.scenarios.size > 60 && cited.sections.size > 5)
  assert.deepEqual(
    [...cited.scenarios].filter((number) => !scenarios.has(number)),
    [],
  )
  assert.deepEqual(
    [...cited.sections].filter((number) => !sections.has(number)),
    [],
  )
})

test('every file that the architecture page names exists', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/`([\w./-]+\.ts)`/g)].map(([, name]) => name)
  assert.ok(named.length > 20)
  for (const name of named) {
    assert.ok(
      files.some((path) => `/${path}`.endsWith(`/${name}`)),
      `there is no ${name}`,
    )
  }
})

test('the lock file works with any registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved": "https?:/)
})

test('every installed package has its hash in the lock file, including Node on each platform', () => {
  const { packages } = JSON.parse(read('package-lock.json'))
  for (const [path, entry] of Object.entries<Record<string, unknown>>(packages)) {
    const isOurs = !path.startsWith('node_modules/') || entry['link'] === true
    if (!isOurs) assert.match(String(entry['integrity']), /^sha512-/, path)
  }
  const runtime = JSON.parse(read('scripts/runtime/package.json')).optionalDependencies
  assert.equal(new Set(Object.values(runtime)).size, 1)
  for (const [name, version] of Object.entries(runtime)) {
    const entry = packages[`node_modules/${name}`]
    assert.equal(entry?.version, version, name)
    // An install script could fetch something that no hash covers.
    assert.equal(entry.hasInstallScript, undefined, name)
  }
})

test('the data directory of a server tried out in the checkout is not committed', () => {
  const ignored = execFileSync('git', ['check-ignore', 'mandate-data/keys.json'], {
    cwd: repository,
    encoding: 'utf8',
  })
  assert.equal(ignored.trim(), 'mandate-data/keys.json')
})

test('packages that are published together have the same version', () => {
  const versions = ['guard', 'client', 'sign-in', 'mandate', 'demo'].map(
    (name) => JSON.parse(read(`packages/${name}/package.json`)).version,
  )
  assert.equal(new Set(versions).size, 1, versions.join(', '))
})
