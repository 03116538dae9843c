/**
 * The code blocks of docs/guides/frameworks.md, each as a program against a real server: a login, an
 * API call, and a refresh if the library exposes its tokens.
 *
 * What this repository does not depend on is installed next to the blocks, in the version below.
 */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, before, describe, type TestContext, test } from 'node:test'
import type { RunningApi } from '../../examples/api/src/api.ts'
import { makeResource } from '../../packages/mandate/src/clients/registration.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { ACT } from '../../packages/mandate/test/act.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { type Arrival, newVisitor } from '../../packages/mandate/test/visitor.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { blockNamed, blocksOf } from '../guides/guide.ts'
import { repository } from '../guides/terminal.ts'
import { startApplication } from './application.ts'
import { startNotesApi } from './notes-api.ts'

const page = readFileSync(join(repository, 'docs/guides/frameworks.md'), 'utf8')
const VERSIONS = {
  '@auth/core': '0.41.3',
  '@badgateway/oauth2-client': '3.3.1',
  '@fastify/cookie': '11.1.5',
  '@fastify/oauth2': '8.3.0',
  '@modelcontextprotocol/sdk': '1.32.2',
  arctic: '3.7.0',
  'client-oauth2': '4.3.3',
  grant: '5.4.24',
}

/** Those with one function to start a login and one to finish it. */
const libraries = ['openid-client', 'simple-oauth2', 'arctic', 'client-oauth2', 'badgateway', 'mcp']
/** The same in Python, with the Debian packages of the libraries. */
const inPython = {
  mandate_requests_oauthlib: 'python3-requests-oauthlib',
  mandate_authlib: 'python3-authlib',
} as const
/** Web applications: where a login starts in them, and where it returns. */
const applications = {
  passport: { begins: '/login', callback: '/callback' },
  'fastify-oauth2': { begins: '/login', callback: '/callback' },
  grant: { begins: '/login', callback: '/connect/mandate/callback' },
  'auth-js': { begins: '/auth/signin/mandate', callback: '/auth/callback/mandate' },
  'better-auth': {
    begins: '/api/auth/sign-in/social',
    callback: '/api/auth/callback/mandate',
  },
}

let server: RunningServer
let api: RunningApi
let folder: string
before(async () => {
  server = await startServer()
  // An MCP server's URI has a path; without one the SDK would write it with a slash at the end.
  const about = { name: 'Notes', uri: 'https://notes.example/mcp', needsUsername: true }
  const { resource, secret } = makeResource(about, {
    clock: server.clock,
    random: randomBytes,
  })
  await server.store.resources.insert(resource, ACT)
  api = await startNotesApi({
    issuer: server.issuer,
    store: server.store,
    resource,
    resourceSecret: secret,
  })
  // Inside the repository, so that a block also finds the packages installed there.
  const cache = join(repository, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'frameworks-'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`)
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const installed = spawnSync('npm', ['install', ...options, ...packages], {
    cwd: folder,
    encoding: 'utf8',
  })
  assert.equal(installed.status, 0, installed.stderr)
  for (const name of [...libraries, ...Object.keys(applications)]) {
    writeFileSync(join(folder, `${name}.mjs`), blockNamed(page, `// ${name}.mjs`))
  }
  writeFileSync(join(folder, 'drive.mjs'), driver)
  for (const name of Object.keys(inPython)) {
    writeFileSync(join(folder, `${name}.py`), blockNamed(page, `# ${name}.py`))
  }
  writeFileSync(join(folder, 'drive.py'), pythonDriver)
})
after(async () => {
  await api.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Prints where the browser must go, reads where it returned, prints both pairs of tokens. */
const driver = `import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
const { start, finish, refresh } = await import(\`./\${process.argv[2]}.mjs\`)
console.log(String(await start()))
const [line] = await once(createInterface(process.stdin), 'line')
const first = await finish(new URL(line))
console.log(JSON.stringify([first, await refresh(first)]))
process.exit()
`

const pythonDriver = `import importlib, json, sys
library = importlib.import_module(sys.argv[1])
print(library.start(), flush=True)
first = library.finish(sys.stdin.readline().strip())
print(json.dumps([first, library.refresh(first)]), flush=True)
`

test('every block of the page is tried', () => {
  const tried = [libraries, Object.keys(applications), Object.keys(inPython)].flat()
  assert.equal(blocksOf(page).length, tried.length)
})

describe('a library with the lines of the page', { concurrency: 2 }, () => {
  for (const name of libraries) {
    test(`${name} signs a user in and refreshes`, (context) =>
      integrate(context, [execPath, 'drive.mjs', name]))
  }
  for (const [name, program] of Object.entries(inPython)) {
    test(`${name} signs a user in and refreshes`, needs(program), (context) =>
      integrate(context, ['/usr/bin/python3', '-B', 'drive.py', name]),
    )
  }
})

describe('a web application with the lines of the page', { concurrency: 2 }, () => {
  for (const [name, { begins, callback }] of Object.entries(applications)) {
    test(`${name} signs a user in and knows who it is`, async (context) => {
      const port = await freePort('127.0.0.1')
      const origin = `http://127.0.0.1:${port}`
      const redirectUri = `${origin}${callback}`
      const child = await run(context, [execPath, `${name}.mjs`], { redirectUri, port })
      const said = text(child.stderr ?? assert.fail())
      const application = await startApplication(origin, child)
      const login = await application.begin(begins)
      assert.ok(login, await Promise.race([said, 'no login']))
      const { address } = await signIn(login)
      assert.equal(address.origin, origin, address.href)
      assert.match(await application.comeBack(address), new RegExp(server.account.email))
    })
  }
})

/** Runs a program that drives one block, and acts as the browser between its two halves. */
async function integrate(context: TestContext, command: readonly string[]): Promise<void> {
  const child = await run(context, command, { redirectUri: 'https://ledgerline.example/callback' })
  const errors = text(child.stderr ?? assert.fail())
  const lines = createInterface(child.stdout ?? assert.fail())[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    return done ? assert.fail(await errors) : String(value)
  }
  const { address } = await signIn(await next())
  assert.ok(address.searchParams.has('code'), address.href)
  child.stdin?.end(`${address.href}\n`)
  const [first, second] = JSON.parse(await next())
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.equal(await nameAt(second.access_token), server.account.email)
}

/** Opens a login page as a browser does, and signs in. */
async function signIn(login: string): Promise<Arrival> {
  const visitor = newVisitor(server)
  return visitor.signIn(await visitor.open(Object.fromEntries(new URL(login).searchParams)))
}

/** Runs a block as the program of a new client; it is stopped with the test. */
async function run(
  context: TestContext,
  command: readonly string[],
  { redirectUri, port }: { readonly redirectUri: string; readonly port?: number },
): Promise<ChildProcess> {
  const scope = 'all openid profile email'
  const { client, secret } = await server.register({ redirectUris: [redirectUri], scope })
  const [program = '', ...parameters] = command
  const child = spawn(program, parameters, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      ISSUER: server.issuer,
      API: api.url,
      OAUTHLIB_INSECURE_TRANSPORT: '1',
      AUTHLIB_INSECURE_TRANSPORT: '1',
      NO_PROXY: '127.0.0.1',
      RESOURCE: 'https://notes.example/mcp',
      CLIENT_ID: client.id,
      CLIENT_SECRET: secret,
      REDIRECT_URI: redirectUri,
      ...(port !== undefined && { PORT: String(port), ORIGIN: `http://127.0.0.1:${port}` }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  context.after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await closed
  })
  return child
}

async function nameAt(accessToken: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const me: unknown = await (await fetch(`${api.url}/me`, { headers })).json()
  return Object(me).username
}
