/**
 * The tarballs, used as a stranger would: installed together into an empty folder, the program
 * started there, the libraries imported there and type-checked against their declarations.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
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
    await step('verify: install into an empty folder', () =>
      run('npm', ['install', '--no-audit', '--no-fund', ...tarballs], { cwd }),
    )
    await step('verify: mandate --version', () => printsItsVersion(mandate, cwd))
    await step('verify: mandate demo', () => demoServesAndStops(mandate, cwd))
    cpSync(join(root, 'scripts/build/consumer.ts'), join(cwd, 'consumer.ts'))
    await step('verify: declarations', () => typeChecks(cwd))
    await step('verify: imports', () => run('node', ['consumer.ts'], { cwd }))
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function printsItsVersion(mandate: string, cwd: string): Promise<void> {
  const version = published.find(({ manifest }) => manifest.name === 'mandate')?.manifest.version
  assert.equal((await run(mandate, ['--version'], { cwd })).trim(), version)
}

async function demoServesAndStops(mandate: string, cwd: string): Promise<void> {
  const port = await freePort()
  const demo = spawn(
    mandate,
    ['demo', '--json', '--port', `${port}`, '--data', join(cwd, 'data')],
    {
      cwd,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const exited = once(demo, 'exit')
  try {
    const line = once(createInterface(demo.stdout), 'line')
    const first = await Promise.race([line, exited])
    assert.equal(
      typeof first[0],
      'string',
      `mandate demo ended with ${first[0]} before it was ready`,
    )
    const { issuer } = JSON.parse(first[0])
    const response = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
    const metadata: unknown = await response.json()
    assert.equal(Object(metadata)['issuer'], issuer)
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}
