/**
 * The `authorization` suite of the Model Context Protocol's conformance tests, run as its users do:
 * a separate program that reads the metadata, asks for a browser, and exchanges a code for a token.
 *
 * It has two scenarios, `authorization-server-metadata-endpoint` and `authorization-code-grant`; both
 * apply and both run here. Two things in them do not apply today:
 *
 * - Client ID Metadata Documents are not offered. Their absence is a warning of the suite, not a
 * failure; once they are offered, the first test fails because its expectation is out of date.
 * - The suite cannot act as a confidential client here: it omits the secret if the metadata lists
 * `none` next to the methods that need one. That must end in 401 (RFC 6749
 *   §3.2.1), as the last test shows, which also shows that the suite can fail.
 *
 * Dynamic registration is not needed: the suite is told its client. The other suites of the package
 * test clients and MCP servers, and bring an authorization server of their own.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, before, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'

const program = fileURLToPath(new URL('../../node_modules/.bin/conformance', import.meta.url))

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

interface Check {
  readonly id: string
  readonly status: string
  readonly errorMessage?: string
}

interface Run {
  readonly code: number | null
  readonly output: string
  readonly checks: readonly Check[]
}

/** Runs the suite to completion with a new client, and acts as the browser that it asks for. */
async function runSuite(
  context: TestContext,
  { isPublic, resource }: { readonly isPublic: boolean; readonly resource?: string },
): Promise<Run> {
  const results = mkdtempSync(join(tmpdir(), 'mandate-mcp-'))
  context.after(() => rmSync(results, { recursive: true }))
  const port = String(await freePort('127.0.0.1'))
  const redirectUris = [`http://127.0.0.1:${port}/callback`]
  const { client, secret } = await server.register({ redirectUris, isPublic, trusted: false })

  const options = ['--url', server.issuer, '--port', port, '--output-dir', results]
  options.push('--client-id', client.id)
  if (!isPublic) options.push('--client-secret', secret)
  if (resource !== undefined) options.push('--resource', resource)
  const suite = spawn(execPath, [program, 'authorization', ...options], {
    cwd: results,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(suite, 'close')
  context.after(async () => {
    if (suite.exitCode === null) suite.kill('SIGKILL')
    await closed
  })
  const lines: string[] = []
  const read = async () => {
    for await (const line of createInterface(suite.stdout)) {
      lines.push(line)
      if (line.startsWith(`${server.issuer}/oauth2/authorize?`)) await browse(line)
    }
  }
  const [errors, [code]] = await Promise.all([text(suite.stderr), closed, read()])
  return { code, output: `${lines.join('\n')}\n${errors}`, checks: checksIn(results) }
}

/** Opens the address, signs in, agrees, and follows the redirect. */
async function browse(address: string): Promise<void> {
  const visitor = newVisitor(server)
  const parameters = Object.fromEntries(new URL(address).searchParams)
  const asked = await visitor.signIn(await visitor.open(parameters))
  const arrival = await visitor.decide(asked, 'allow')
  // Otherwise the suite would wait minutes for a browser that ended up elsewhere.
  assert.equal(arrival.address.pathname, '/callback', arrival.html)
  await (await fetch(arrival.address)).text()
}

function checksIn(results: string): readonly Check[] {
  return readdirSync(results)
    .sort()
    .flatMap((run) => JSON.parse(readFileSync(join(results, run, 'checks.json'), 'utf8')))
}

function statuses({ checks }: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]))
}

test('the MCP authorization suite finds nothing wrong with the server', async (context) => {
  const run = await runSuite(context, { isPublic: true })
  const expected = {
    'authorization-code-grant': 'SUCCESS',
    'authorization-server-metadata': 'SUCCESS',
    'authorization-server-metadata-cimd': 'WARNING',
  }
  assert.deepEqual(statuses(run), expected, run.output)
  assert.equal(run.code, 0, run.output)
})

test('nor if its token must name one API as its resource (RFC 8707 §2)', async (context) => {
  const run = await runSuite(context, { isPublic: true, resource: server.resource.uri })
  assert.equal(statuses(run)['authorization-code-grant'], 'SUCCESS', run.output)
  assert.equal(run.code, 0, run.output)
})

test('it fails if it omits the secret of a client that has one (RFC 6749 §3.2.1)', async (context) => {
  const run = await runSuite(context, { isPublic: false })
  const grant = run.checks.find(({ id }) => id === 'authorization-code-grant')
  assert.match(grant?.errorMessage ?? run.output, /status code: 401/)
  assert.equal(run.code, 1)
})
