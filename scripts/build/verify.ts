/**
 * The tarballs, used as a stranger would: installed together into an empty folder, the program
 * started there, the libraries imported there and type-checked against their declarations.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environment, run } from './run.ts'
import { published, root } from './workspaces.ts'

type Step = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

/** Throws what went wrong; the folder is gone either way. */
export async function verify(tarballs: readonly string[], step: Step): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'mandate-build-'))
  const mandate = join(cwd, 'node_modules/.bin/mandate')
  try {
    writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
    await step('verify: install into an empty folder', () => installAsDocumented(tarballs, cwd))
    await step('verify: mandate --version', () => printsItsVersion(mandate, cwd))
    await step('verify: a sentence for too old a Node', () => refusesOldNode(mandate, cwd))
    cpSync(join(root, 'scripts/build/consumer.ts'), join(cwd, 'consumer.ts'))
    await step('verify: declarations', () => typeChecks(cwd))
    await step('verify: mandate demo, guard and client', () => demoServesAndStops(mandate, cwd))
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** With the line of the guide, for exactly these tarballs. */
async function installAsDocumented(tarballs: readonly string[], cwd: string): Promise<void> {
  const guide = readFileSync(join(root, 'docs/guides/install.md'), 'utf8')
  const [line] = /^npm install "\$CHECKOUT".*$/m.exec(guide) ?? []
  assert.ok(line, 'docs/guides/install.md says no longer how to install')
  assert.deepEqual(globSync(join(root, 'build/*.tgz')).sort(), [...tarballs].sort())
  await run('sh', ['-c', `CHECKOUT=$1; ${line} --no-audit --no-fund`, 'sh', root], { cwd })
}

async function printsItsVersion(mandate: string, cwd: string): Promise<void> {
  const version = published.find(({ manifest }) => manifest.name === 'mandate')?.manifest.version
  assert.equal((await run(mandate, ['--version'], { cwd })).trim(), version)
}

/** The installed program on this Node, which is made to look like an older one. */
async function refusesOldNode(mandate: string, cwd: string): Promise<void> {
  const older = join(cwd, 'older.cjs')
  writeFileSync(older, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })\n")
  const refused = await run('node', ['--require', older, mandate, 'doctor'], { cwd }).then(
    () => assert.fail('it started'),
    (error: Error) => error.message,
  )
  assert.match(
    refused,
    /ended with 1\n\nmandate: This is Node 20\.20\.2, and Mandate needs [^\n]+\n$/,
  )
}

/** Starts the demo, tries it from outside with both libraries, and asks it to stop. */
async function demoServesAndStops(mandate: string, cwd: string): Promise<void> {
  const parameters = ['demo', '--json', '--port', '0', '--data', join(cwd, 'data')]
  const demo = spawn(mandate, parameters, {
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

/** `skipLibCheck` is off: it would hide a declaration that leads nowhere. */
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
