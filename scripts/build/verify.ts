/**
 * Uses the tarballs as a new user would: installs them together into an empty folder, starts the
 * program there, and imports the libraries and type-checks them against their declarations.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environment, run } from './run.ts'
import { published, root } from './workspaces.ts'

type Step = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

/** Rejects if something is wrong; the folder is removed either way. */
export async function verify(tarballs: readonly string[], step: Step): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'mandate-build-'))
  const mandate = join(cwd, 'node_modules/.bin/mandate')
  try {
    writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
    const guide = readFileSync(join(root, 'docs/guides/install.md'), 'utf8')
    await step('verify: install a server alone', () => installServer(guide, cwd))
    await step('verify: install into an empty folder', () => install(guide, tarballs, cwd))
    await step('verify: mandate --version', () => printsItsVersion(mandate, cwd))
    await step('verify: mandate-guard --help', () =>
      guardExplainsItself(join(cwd, 'node_modules/.bin/mandate-guard'), cwd),
    )
    await step('verify: a sentence for too old a Node', () => refusesOldNode(mandate, cwd))
    cpSync(join(root, 'scripts/build/consumer.ts'), join(cwd, 'consumer.ts'))
    await step('verify: declarations', () => typeChecks(cwd))
    await step('verify: mandate demo and the libraries', () =>
      demoServesAndStops([mandate, 'demo'], cwd),
    )
    await step('verify: the command of @mandate/demo', () =>
      demoServesAndStops([`${mandate}-demo`], cwd),
    )
    await step('verify: mandate demo --own-sign-in', () =>
      demoServesAndStops([mandate, 'demo', '--own-sign-in'], cwd),
    )
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** With the guide's command for a machine that only serves: it installs no demo and no example. */
async function installServer(guide: string, cwd: string): Promise<void> {
  const folder = join(cwd, 'server')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  await runLine(guide, /^npm install (\/path\/to)\/build\/mandate-\S+$/m, folder)
  assert.deepEqual(globSync('node_modules/@mandate*', { cwd: folder }), [])
  assert.match(
    await refusalOf(join(folder, 'node_modules/.bin/mandate'), ['demo'], folder),
    /ended with 1\n\nmandate: The demo is a package of its own: [^\n]+\n$/,
  )
}

/** With the guide's command for everything, which installs exactly these tarballs. */
async function install(guide: string, tarballs: readonly string[], cwd: string): Promise<void> {
  assert.deepEqual(globSync(join(root, 'build/*.tgz')).sort(), [...tarballs].sort())
  await runLine(guide, /^npm install "(\$CHECKOUT)"\/build\/\S+$/m, cwd)
}

/** Runs the matching command of the guide, with the checkout in place of its first group. */
async function runLine(guide: string, pattern: RegExp, cwd: string): Promise<void> {
  const [line, checkout = ''] = pattern.exec(guide) ?? []
  assert.ok(line, 'docs/guides/install.md no longer says how to install')
  const command = line.replace(checkout, root)
  await run('sh', ['-c', `${command} --no-audit --no-fund`], { cwd })
}

/** The output of a program that must fail. */
function refusalOf(program: string, parameters: readonly string[], cwd: string): Promise<string> {
  return run(program, parameters, { cwd }).then(
    () => assert.fail('it started'),
    (error: Error) => error.message,
  )
}

async function printsItsVersion(mandate: string, cwd: string): Promise<void> {
  const version = published.find(({ manifest }) => manifest.name === 'mandate')?.manifest.version
  assert.equal((await run(mandate, ['--version'], { cwd })).trim(), version)
}

/** Alone, it needs nothing but `jose`. */
async function guardExplainsItself(guard: string, cwd: string): Promise<void> {
  assert.match(await run(guard, ['--help'], { cwd }), /^mandate-guard: lets only requests/)
  assert.match(
    await refusalOf(guard, ['serve'], cwd),
    /ended with 2\n\nmandate-guard: --issuer is missing/,
  )
}

/** The installed program on this Node, which pretends to be an older one. */
async function refusesOldNode(mandate: string, cwd: string): Promise<void> {
  const older = join(cwd, 'older.cjs')
  writeFileSync(older, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })\n")
  assert.match(
    await refusalOf('node', ['--require', older, mandate, 'doctor'], cwd),
    /ended with 1\n\nmandate: This is Node 20\.20\.2, and Mandate needs [^\n]+\n$/,
  )
}

/** Starts the demo, tries it from outside with both libraries, and asks it to stop. */
async function demoServesAndStops(
  [program = '', ...parameters]: readonly string[],
  cwd: string,
): Promise<void> {
  const data = parameters.includes('--own-sign-in') ? 'data-own-sign-in' : 'data'
  const options = ['--json', '--port', '0', '--data', join(cwd, data)]
  const demo = spawn(program, [...parameters, ...options], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(demo, 'exit')
  try {
    const [line] = await Promise.race([once(createInterface(demo.stdout), 'line'), exited])
    assert.equal(typeof line, 'string', `mandate demo ended with ${line} before it was ready`)
    await run('node', ['consumer.ts', line], { cwd })
    const { issuer } = JSON.parse(line)
    const metadata = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
    assert.equal(Object(await metadata.json()).issuer, issuer)
  } finally {
    demo.kill('SIGTERM')
  }
  assert.deepEqual(await exited, [0, null], 'mandate demo did not stop cleanly')
}

/** `skipLibCheck` is off: it would hide a broken declaration. */
async function typeChecks(cwd: string): Promise<void> {
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const project = { compilerOptions, files: ['consumer.ts'] }
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify(project))
  await run('tsc', ['--project', '.'], { cwd })
}
