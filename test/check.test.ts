/**
 * Breaks every rule of `npm run check` once, in a miniature repository with this one's configuration:
 * a rule that cannot fail protects nothing.
 */

import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import dependencyRules from '../.dependency-cruiser.ts'
import { type CheckResult, checks, runCheck } from '../scripts/check.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')
const server = 'packages/mandate/src'
const configuration = [
  '.dependency-cruiser.ts',
  '.gitignore',
  'biome.json',
  'knip.json',
  'package.json',
  'scripts/lint',
  'tsconfig.json',
]

/** Files that obey every rule, including each arrow that is allowed. */
const obedient = {
  [`${server}/main.ts`]: "import './cli/demo.ts'\nimport './cli/serve.ts'\n",
  [`${server}/cli/demo.ts`]: "import '@mandate/demo'\n",
  [`${server}/cli/serve.ts`]: "import '../runtime/serve.ts'\n",
  [`${server}/runtime/serve.ts`]: "import '../http/server.ts'\nimport '../store/sqlite/open.ts'\n",
  [`${server}/http/server.ts`]:
    "import 'fastify'\nimport '../oauth/token.ts'\nimport '../pages/layout.ts'\nimport '../revocations/feed.ts'\nimport '../ways/ways.ts'\n",
  [`${server}/ways/ways.ts`]: "import './password.ts'\n",
  [`${server}/ways/password.ts`]: "import './way.ts'\nimport '../people/consent.ts'\n",
  [`${server}/ways/way.ts`]: 'export {}\n',
  [`${server}/revocations/feed.ts`]: "import '../store/port.ts'\n",
  [`${server}/oauth/token.ts`]:
    "import '../clients/client.ts'\nimport '../people/consent.ts'\nimport '../store/port.ts'\n",
  [`${server}/pages/layout.ts`]:
    "import type {} from '../oauth/token.ts'\nimport '../store/port.ts'\nimport '../words/en.ts'\n",
  [`${server}/clients/client.ts`]:
    "import '../explanations/refusal.ts'\nimport '../store/port.ts'\n",
  [`${server}/explanations/refusal.ts`]: "import '../store/port.ts'\n",
  [`${server}/words/en.ts`]: 'export {}\n',
  [`${server}/people/consent.ts`]: "import 'node:crypto'\nimport '../store/port.ts'\n",
  [`${server}/store/write-access.ts`]: 'export {}\n',
  [`${server}/store/port.ts`]: "import '../grants/grant.ts'\n",
  [`${server}/store/sqlite/open.ts`]: "import 'node:sqlite'\nimport '../port.ts'\n",
  [`${server}/grants/grant.ts`]: "import '../time-and-chance.ts'\n",
  [`${server}/time-and-chance.ts`]: 'export {}\n',
  'packages/guard/src/index.ts': 'export {}\n',
  'packages/sign-in/src/index.ts': 'export {}\n',
  'packages/demo/src/demo.ts': "import '@mandate/example-api'\n",
  'examples/api/src/main.ts': "import './api.ts'\n",
  'examples/api/src/api.ts': "import '@mandate/guard'\nimport '@mandate/sign-in'\n",
}

/** By rule: a file that breaks it. */
const brokenArrows: Record<string, { readonly from: string; readonly imports: string }> = {
  'no-cycles': { from: `${server}/cli/loop.ts`, imports: './loop.ts' },
  'imports-lead-somewhere': { from: `${server}/cli/lost.ts`, imports: './nowhere.ts' },
  'no-imports-of-tests': { from: `${server}/cli/tested.ts`, imports: '../grants/grant.test.ts' },
  'grants-stand-alone': { from: `${server}/grants/reader.ts`, imports: '../store/port.ts' },
  'signing-knows-keys-alone': { from: `${server}/signing/asker.ts`, imports: '../store/port.ts' },
  'operators-stand-alone': { from: `${server}/operators/asker.ts`, imports: '../store/port.ts' },
  'facts-tell-of-grants': { from: `${server}/facts/teller.ts`, imports: '../store/port.ts' },
  'activity-counts-facts': {
    from: `${server}/activity/keeper.ts`,
    imports: '../store/port.ts',
  },
  'store-looks-down': { from: `${server}/store/asker.ts`, imports: '../oauth/token.ts' },
  'audit-reads-the-store': { from: `${server}/audit/asker.ts`, imports: '../oauth/token.ts' },
  'metadata-stands-alone': {
    from: `${server}/clients/metadata/asker.ts`,
    imports: '../../store/port.ts',
  },
  'the-port-knows-no-engine': { from: `${server}/store/chooser.ts`, imports: './sqlite/open.ts' },
  'engines-are-strangers': {
    from: `${server}/store/postgres/copier.ts`,
    imports: '../sqlite/open.ts',
  },
  'engines-are-joined-in-runtime': {
    from: `${server}/cli/opener.ts`,
    imports: '../store/sqlite/open.ts',
  },
  'sql-stays-in-the-engines': { from: `${server}/http/query.ts`, imports: 'node:sqlite' },
  'words-stand-alone': { from: `${server}/words/page.ts`, imports: '../pages/layout.ts' },
  'siblings-meet-in-http': { from: `${server}/pages/caller.ts`, imports: '../oauth/token.ts' },
  'mails-are-drawn': { from: `${server}/mail/sender.ts`, imports: '../store/port.ts' },
  'protocols-ask-only-parties': { from: `${server}/oauth/view.ts`, imports: '../pages/layout.ts' },
  'clients-know-no-protocol': { from: `${server}/clients/asker.ts`, imports: '../oauth/token.ts' },
  'nobody-looks-up': { from: `${server}/oauth/riser.ts`, imports: '../http/server.ts' },
  'operations-look-down': {
    from: `${server}/operations/shower.ts`,
    imports: '../pages/layout.ts',
  },
  'declarations-go-through-operations': {
    from: `${server}/apply/teller.ts`,
    imports: '../http/server.ts',
  },
  'webhooks-are-told': { from: `${server}/webhooks/teller.ts`, imports: '../oauth/token.ts' },
  'ways-answer-with-proofs': { from: `${server}/ways/shower.ts`, imports: '../pages/layout.ts' },
  'ways-are-strangers': { from: `${server}/ways/copier.ts`, imports: './password.ts' },
  'ways-load-quickly': { from: `${server}/ways/loader.ts`, imports: 'fastify' },
  'only-the-core-opens-the-store': {
    from: `${server}/http/writer.ts`,
    imports: '../store/write-access.ts',
  },
  'pure-folders-touch-nothing': { from: `${server}/people/reader.ts`, imports: 'node:fs' },
  'documents-are-records-in-other-words': {
    from: `${server}/documents/asker.ts`,
    imports: '../pages/layout.ts',
  },
  'jwts-stand-alone': { from: `${server}/jwt/asker.ts`, imports: '../oauth/token.ts' },
  'fastify-stays-in-http': { from: `${server}/pages/route.ts`, imports: 'fastify' },
  'revocations-know-no-http': {
    from: `${server}/revocations/stream.ts`,
    imports: '../http/server.ts',
  },
  'fetching-stands-alone': { from: `${server}/fetching/asker.ts`, imports: '../oauth/token.ts' },
  'http-looks-down': { from: `${server}/http/starter.ts`, imports: '../runtime/serve.ts' },
  'runtime-looks-down': { from: `${server}/runtime/command.ts`, imports: '../cli/serve.ts' },
  'the-server-is-no-client-of-itself': {
    from: `${server}/http/guarded.ts`,
    imports: '@mandate/guard',
  },
  'the-demo-is-an-operator': {
    from: 'packages/demo/src/insider.ts',
    imports: '../../mandate/src/time-and-chance.ts',
  },
  'published-packages-stand-alone': {
    from: 'packages/sign-in/src/insider.ts',
    imports: '../../guard/src/index.ts',
  },
  'conformance-is-a-stranger': {
    from: 'conformance/insider.ts',
    imports: '../packages/mandate/src/time-and-chance.ts',
  },
  'crash-is-a-black-box': {
    from: 'crash/insider.ts',
    imports: '../packages/mandate/src/time-and-chance.ts',
  },
  'examples-are-outsiders': {
    from: 'examples/api/src/insider.ts',
    imports: '../../../packages/mandate/src/time-and-chance.ts',
  },
}

/** By the linter's name for it: a line that breaks it in a pure folder. */
const brokenStyle: Record<string, string> = {
  format: 'export const quoted = "twice"\n',
  'lint/complexity/useMaxParams': 'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]\n',
  'lint/style/noEnum': 'export enum Kind {\n  Code,\n}\n',
  'lint/style/noNamespace': 'export namespace Kinds {}\n',
  'lint/style/noNonNullAssertion': 'export const first = (list: string[]) => list[0]!\n',
  'lint/style/noParameterProperties':
    'export class Kind {\n  constructor(readonly name: string) {}\n}\n',
  'lint/style/noRestrictedGlobals': 'export const now = () => performance.now()\n',
  'lint/style/noRestrictedImports': "export { randomUUID } from 'node:crypto'\n",
  'lint/style/useImportType': "import { Grant } from './grant.ts'\n\nexport type G = Grant\n",
  'lint/style/useNodejsImportProtocol': "export { hash } from 'crypto'\n",
  'lint/suspicious/noExplicitAny': 'export const value: any = 1\n',
  'lint/suspicious/noSkippedTests':
    "import { test } from 'node:test'\n\ntest.skip('later', () => {})\n",
  'lint/suspicious/noTsIgnore': '// @ts-ignore: because\nexport const value: string = 1\n',
  plugin: 'export const now = () => Date.now()\n',
}

/** By the compiler's error number. */
const brokenTypes: Record<string, string> = {
  TS1294: 'export enum Kind {\n  Code,\n}\n',
  TS1484: "import { TestContext } from 'node:test'\nexport type T = TestContext\n",
  TS2322: 'const list: string[] = []\nexport const first: string = list[0]\n',
  TS2375: 'export const grant: { scope?: string } = { scope: undefined }\n',
  TS6133: 'const unused = 1\nexport {}\n',
  TS7006: 'export const f = (untyped) => untyped\n',
}

test('a repository that obeys every rule passes', async (context) => {
  const directory = inMiniature(context, {})
  for (const name of ['types', 'format and lint', 'dependency rules']) {
    const { passed, output } = await run(name, directory)
    assert.ok(passed, output)
  }
})

test('each dependency rule can fail', async (context) => {
  const rules = dependencyRules.forbidden?.map(({ name }) => name ?? 'a rule without a name')
  assert.deepEqual(Object.keys(brokenArrows).sort(), rules?.sort(), 'a rule without an example')
  const files: Record<string, string> = { [`${server}/grants/grant.test.ts`]: 'export {}\n' }
  for (const { from, imports } of Object.values(brokenArrows)) files[from] = `import '${imports}'\n`
  const { passed, output } = await run('dependency rules', inMiniature(context, files))
  assert.ok(!passed)
  for (const [rule, { from }] of Object.entries(brokenArrows)) {
    assert.ok(
      output.includes(`error ${rule}: ${from} →`),
      `${rule} let ${from} through:\n${output}`,
    )
  }
})

test('an arrow is seen however it is drawn', async (context) => {
  const drawn = {
    again: "export * from '../oauth/token.ts'\n",
    later: "export const later = () => import('../oauth/token.ts')\n",
    using: "import '../oauth/token.ts'\nawait using file = { async [Symbol.asyncDispose]() {} }\n",
    within:
      "export async function f() {\n  await using file = await import('../oauth/token.ts')\n}\n",
  }
  const files = Object.entries(drawn).map(([name, source]) => [
    `${server}/pages/${name}.ts`,
    source,
  ])
  const { output } = await run('dependency rules', inMiniature(context, Object.fromEntries(files)))
  for (const name of Object.keys(drawn)) {
    assert.match(output, new RegExp(`error siblings-meet-in-http: \\S+${name}\\.ts →`))
  }
})

test('a type may come from the side, but not from above and not from fastify', async (context) => {
  const { output } = await run(
    'dependency rules',
    inMiniature(context, {
      [`${server}/people/aside.ts`]: "import type {} from '../pages/layout.ts'\n",
      [`${server}/people/above.ts`]: "import type {} from '../http/server.ts'\n",
      [`${server}/people/outside.ts`]: "import type {} from 'fastify'\n",
    }),
  )
  assert.doesNotMatch(output, /aside\.ts/)
  assert.match(output, /error nobody-looks-up: \S+above\.ts →/)
  assert.match(output, /error fastify-stays-in-http: \S+outside\.ts →/)
})

test('each rule of style can fail', async (context) => {
  const { passed, output } = await runOn(context, 'format and lint', brokenStyle)
  assert.ok(!passed)
  for (const rule of Object.keys(brokenStyle)) {
    const finding = new RegExp(`${fileFor(rule)}(:\\d+:\\d+)? ${rule}\\b`)
    assert.match(output, finding)
  }
})

test('time and chance are forbidden in every pure folder, but not in tests', async (context) => {
  const reaches = 'export const now = () => new Date()\n'
  const pure = [
    'grants',
    'clients',
    'oauth',
    'oidc',
    'operations',
    'people',
    'explanations',
    'scim',
  ]
  const files = pure.flatMap((folder) => [
    [`${server}/${folder}/reach.ts`, reaches],
    [`${server}/${folder}/reach.test.ts`, reaches],
  ])
  const { output } = await run('format and lint', inMiniature(context, Object.fromEntries(files)))
  for (const folder of pure) assert.match(output, new RegExp(`${folder}/reach\\.ts:1:\\d+ plugin`))
  assert.doesNotMatch(output, /reach\.test\.ts/)
})

test('each compiler option can fail', async (context) => {
  const { passed, output } = await runOn(context, 'types', brokenTypes)
  assert.ok(!passed)
  for (const rule of Object.keys(brokenTypes)) {
    assert.match(output, new RegExp(`${fileFor(rule)}\\(\\d+,\\d+\\): error ${rule}:`))
  }
})

test('unused code is found: a file, an export, a dependency', async (context) => {
  const directory = inMiniature(context, {
    [`${server}/http/forgotten.ts`]: 'export {}\n',
    [`${server}/time-and-chance.ts`]: 'export const forgotten = 1\n',
    'packages/guard/package.json': manifest('@mandate/guard', { dependencies: { forgone: '1' } }),
  })
  const { passed, output } = await run('unused code', directory)
  assert.ok(!passed)
  assert.match(output, /Unused files.*http\/forgotten\.ts/s)
  assert.match(output, /Unused exports.*forgotten +\S*time-and-chance\.ts/s)
  assert.match(output, /Unused dependencies.*forgone +packages\/guard/s)
})

function run(name: string, directory: string): Promise<CheckResult> {
  const check = checks.find((candidate) => candidate.name === name)
  assert.ok(check, `there is no check named ${name}`)
  return runCheck(check, directory)
}

/** Runs a check on sources in grants/, each in a file named after the rule it breaks. */
function runOn(context: TestContext, name: string, sources: Record<string, string>) {
  const files = Object.entries(sources).map(([rule, source]) => [fileFor(rule), source])
  return run(name, inMiniature(context, Object.fromEntries(files)))
}

function fileFor(rule: string): string {
  return `${server}/grants/${rule.replaceAll('/', '-')}.ts`
}

function manifest(name: string, fields: object): string {
  return `${JSON.stringify({ name, version: '0.1.0', type: 'module', ...fields }, null, 2)}\n`
}

/** The obedient files and `more`, in a directory that is removed when the test ends. */
function inMiniature(context: TestContext, more: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-check-'))
  context.after(() => rmSync(directory, { recursive: true }))
  for (const path of configuration) {
    cpSync(join(repository, path), join(directory, path), { recursive: true })
  }
  const manifests = {
    'packages/mandate/package.json': manifest('mandate', { bin: './src/main.ts' }),
    'packages/guard/package.json': manifest('@mandate/guard', { exports: './src/index.ts' }),
    'packages/sign-in/package.json': manifest('@mandate/sign-in', { exports: './src/index.ts' }),
    'packages/demo/package.json': manifest('@mandate/demo', { exports: './src/demo.ts' }),
    'examples/api/package.json': manifest('@mandate/example-api', { exports: './src/api.ts' }),
    'node_modules/fastify/package.json': manifest('fastify', { exports: './index.js' }),
    'node_modules/fastify/index.js': '',
  }
  for (const [path, content] of Object.entries({ ...manifests, ...obedient, ...more })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
  const links = {
    '@mandate/guard': join(directory, 'packages/guard'),
    '@mandate/sign-in': join(directory, 'packages/sign-in'),
    '@mandate/demo': join(directory, 'packages/demo'),
    '@mandate/example-api': join(directory, 'examples/api'),
    '@types': join(repository, 'node_modules/@types'),
    '@swc/core': join(repository, 'node_modules/@swc/core'),
    'dependency-cruiser': join(repository, 'node_modules/dependency-cruiser'),
  }
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(join(directory, 'node_modules', name)), { recursive: true })
    symlinkSync(target, join(directory, 'node_modules', name))
  }
  return directory
}
