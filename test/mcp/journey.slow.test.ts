/**
 * A person connects a program to an MCP server that it has never met, in processes of their own: Mandate,
 * the MCP server of examples/mcp, its client on the official SDK, and Chromium.
 */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openTokenFile } from '../../examples/mcp/src/client/token-file.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { openBrowser } from '../../packages/mandate/test/browser.ts'
import {
  program,
  runProcess,
  temporaryDirectory,
} from '../../packages/mandate/test/command-line/mandate-process.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { certificateFor } from '../guides/certificate.ts'

const example = fileURLToPath(new URL('../../examples/mcp/src/', import.meta.url))
const EMAIL = 'ada@example.com'

const folder = temporaryDirectory()
const documents = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      client_id: documentUrl,
      client_name: 'Notes on the command line',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }),
  )
})
let documentUrl: string
let issuer: string
let password: string
let resource: string
let browser: Browser
let person: Page

const children: ChildProcess[] = []

/** Starts a program, which is stopped after the test. */
function start(
  program: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(execPath, [program, ...parameters], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

/** Waits for the line that says that a server is ready. */
async function ready(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close').then(async () =>
    assert.fail(await text(child.stderr ?? assert.fail())),
  )
  await Promise.race([once(child.stdout ?? assert.fail(), 'data'), ended])
}

async function json(args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { code, output, errors } = await runProcess([...args, '--json'], {
    environment: { MANDATE_DATA: join(folder, 'data') },
  })
  assert.equal(code, 0, errors)
  return JSON.parse(output)
}

before(async () => {
  browser = await openBrowser()
  person = await browser.newPage()
  person.setDefaultTimeout(30_000)
  const { authority, certificate, key } = certificateFor(['localhost'], folder)
  documents.setSecureContext({ cert: readFileSync(certificate), key: readFileSync(key) })
  await once(documents.listen(0, '127.0.0.1'), 'listening')
  const host = `localhost:${(documents.address() as AddressInfo).port}`
  documentUrl = `https://${host}/notes.json`

  const port = await freePort('127.0.0.1')
  issuer = `http://127.0.0.1:${port}`
  await ready(
    start(program, ['serve', '--port', String(port)], {
      NODE_EXTRA_CA_CERTS: authority,
      MANDATE_DATA: join(folder, 'data'),
      MANDATE_SCOPES: '{"notes:read":"Read your notes","notes:write":"Add notes"}',
      MANDATE_DEFAULT_SCOPE: 'notes:read',
      MANDATE_CLIENT_DOCUMENTS: 'deny',
      MANDATE_CLIENT_DOCUMENT_SCOPE: 'notes:read notes:write offline_access',
      MANDATE_CLIENT_DOCUMENT_DOMAINS: JSON.stringify({ [host]: 'allow' }),
      MANDATE_FETCH_ALLOWED_HOSTS: host,
    }),
  )
  const mcpPort = String(await freePort('127.0.0.1'))
  resource = `http://127.0.0.1:${mcpPort}/mcp`
  const { client_id: CLIENT_ID = '', client_secret: CLIENT_SECRET = '' } = await json([
    ...['resource', 'create', '--name', 'Notes', '--uri', resource],
  ])
  password = (await json(['user', 'create', EMAIL]))['password'] ?? ''
  const settings = { ISSUER: issuer, CLIENT_ID, CLIENT_SECRET, PORT: mcpPort }
  await ready(start(join(example, 'main.ts'), [], settings))
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await browser.close()
  documents.closeAllConnections()
  documents.close()
})

const open = (file: string) => openTokenFile(join(folder, file), new URL(resource))
const tokensIn = (file: string) => open(file).read().tokens ?? assert.fail(`no tokens in ${file}`)

const scopeOf = (file: string) => tokensIn(file).scope?.split(' ').toSorted()

/** Calls a tool in a process of its own. `signIn` is what the person does if a browser is needed. */
async function call(
  file: string,
  [tool, input]: readonly [string, object?],
  signIn: () => Promise<unknown> = () => assert.fail('nobody is there to sign in'),
) {
  const options = ['--tokens', join(folder, file), '--document', documentUrl]
  const child = start(join(example, 'client/main.ts'), [
    ...[...options, resource, tool, JSON.stringify(input ?? {})],
  ])
  let errors = ''
  const asked = new Promise<void>((done, failed) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk
      const address = /^Open in your browser: (\S+)\n/m.exec(errors)?.[1]
      if (address === undefined) return
      errors = ''
      person
        .goto(address)
        .then(signIn)
        .then(() => {}, failed)
    })
    child.once('close', () => done())
  })
  const output = text(child.stdout ?? assert.fail())
  await asked
  assert.equal(child.exitCode, 0, errors)
  return JSON.parse(await output)
}

/** As if it had expired, so that the next call begins with a refresh. */
function expire(file: string, copy = file): void {
  open(copy).write({ tokens: { ...tokensIn(file), access_token: 'mdt_at_expired' } })
}

const statusOf = async (token: string) => {
  const headers = {
    ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    accept: 'application/json, text/event-stream',
  }
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
  return (await fetch(resource, { method: 'POST', headers, body })).status
}

test(
  'a person connects, allows more, works in three processes, and ends it within a second',
  needs('openssl'),
  async (t) => {
    // The client knows nothing but the address of the MCP server.
    const empty = await call('tokens.json', ['list_notes'], async () => {
      await person.getByLabel('E-mail address').fill(EMAIL)
      await person.getByLabel('Password').fill(password)
      await person.getByRole('button', { name: 'Sign in' }).click()
      await person.getByRole('heading', { name: /act for you\?$/ }).waitFor()
      const asked = await person.locator('main').textContent().then(String)
      assert.match(asked, /Notes on the command line/)
      assert.match(asked, /Read your notes/)
      assert.doesNotMatch(asked, /Add notes/)
      // MCP, Localhost Redirect URI Risks: the host must be shown.
      assert.match(asked, /program on this computer \(127\.0\.0\.1/)
      assert.ok(asked.includes(new URL(documentUrl).host), asked)
      await person.getByRole('button', { name: 'Allow' }).click()
      await person.getByText('You can close this page').waitFor()
    })
    assert.deepEqual(empty, { notes: [] })
    assert.deepEqual(scopeOf('tokens.json'), ['notes:read', 'offline_access'])

    // A tool that needs more: the added scope is asked for, and the old one stays.
    const note = await call('tokens.json', ['add_note', { text: 'Call Bob' }], async () => {
      await person.getByRole('heading', { name: /act for you\?$/ }).waitFor()
      assert.match(await person.locator('main').textContent().then(String), /Add notes/)
      await person.getByRole('button', { name: 'Allow' }).click()
      await person.getByText('You can close this page').waitFor()
    })
    assert.equal(note.text, 'Call Bob')
    assert.deepEqual(scopeOf('tokens.json'), ['notes:read', 'notes:write', 'offline_access'])

    // Three windows hold one token: whoever comes late gets the live one, and nobody is logged out.
    const windows = ['one.json', 'two.json', 'three.json']
    for (const file of windows) expire('tokens.json', file)
    for (let round = 0; round < 3; round++) {
      const seen = await Promise.all(
        windows.map((file) => call(file, ['search_notes', { text: 'bob' }])),
      )
      for (const { notes } of seen) assert.equal(notes.length, 1)
      for (const file of windows) expire(file)
    }
    // And as one file that they share.
    await Promise.all(windows.map(() => call('one.json', ['list_notes'])))

    const { access_token: token } = tokensIn('one.json')
    assert.equal(await statusOf(token), 200)
    await person.goto(`${issuer}/account`)
    await person
      .getByRole('button', { name: /^Disconnect everywhere|^Disconnect Notes/ })
      .first()
      .click()
    await person.getByText('No connected apps').waitFor()
    const began = performance.now()
    while ((await statusOf(token)) !== 401) await pause(10)
    const ms = Math.round(performance.now() - began)
    t.diagnostic(`refused ${ms} ms after the page said that the app is disconnected`)
    assert.ok(ms < 1_000, `${ms} ms`)

    // The refresh token is dead too: the client is back where it began.
    let sentToSignIn = false
    await call('two.json', ['list_notes'], async () => {
      sentToSignIn = true
      await person.getByRole('button', { name: 'Allow' }).click()
      await person.getByText('You can close this page').waitFor()
    })
    assert.ok(sentToSignIn)
  },
)
