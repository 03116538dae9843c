/**
 * The `authorization` suite of the Model Context Protocol's conformance tests, run as its users do:
 * a separate program that reads the metadata, asks for a browser, and exchanges a code for a token. It
 * is told its client, so it needs no registration.
 *
 * One thing in it does not apply: it cannot act as a confidential client here, since it omits the secret
 * if the metadata lists `none` next to the methods that need one. That must end in 401 (RFC 6749
 * §3.2.1), as the last test shows, which also shows that the suite can fail.
 */

import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { runSuite, scenariosOf } from './suite.ts'

let server: RunningServer
before(async () => {
  const clientDocuments = { others: 'allow', domains: {} } as const
  server = await startServer({ settings: { clientDocuments } })
})
after(() => server.close())

/** Runs it with a new client, and acts as the browser that it asks for. */
async function runAgainst(
  context: TestContext,
  { isPublic, more = [] }: { readonly isPublic: boolean; readonly more?: readonly string[] },
) {
  const port = String(await freePort('127.0.0.1'))
  const redirectUris = [`http://127.0.0.1:${port}/callback`]
  const { client, secret } = await server.register({ redirectUris, isPublic, trusted: false })
  const options = ['--url', server.issuer, '--port', port, '--client-id', client.id, ...more]
  if (!isPublic) options.push('--client-secret', secret)
  return runSuite(context, ['authorization', ...options], (line) =>
    line.startsWith(`${server.issuer}/oauth2/authorize?`) ? browse(line) : undefined,
  )
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

function statuses({ checks }: Awaited<ReturnType<typeof runSuite>>) {
  return Object.fromEntries([...checks.values()].flat().map(({ id, status }) => [id, status]))
}

test('the MCP authorization suite finds nothing wrong with the server', async (context) => {
  const run = await runAgainst(context, { isPublic: true })
  const expected = {
    'authorization-code-grant': 'SUCCESS',
    'authorization-server-metadata': 'SUCCESS',
    'authorization-server-metadata-cimd': 'SUCCESS',
  }
  assert.deepEqual(statuses(run), expected, run.output)
  assert.equal(run.code, 0, run.output)
  assert.deepEqual(
    [...run.checks.keys()].sort(),
    [...(await scenariosOf('authorization')).keys()].sort(),
  )
})

test('nor if its token must name one API as its resource (RFC 8707 §2)', async (context) => {
  const more = ['--resource', server.resource.uri]
  const run = await runAgainst(context, { isPublic: true, more })
  assert.equal(statuses(run)['authorization-code-grant'], 'SUCCESS', run.output)
  assert.equal(run.code, 0, run.output)
})

test('it fails if it omits the secret of a client that has one (RFC 6749 §3.2.1)', async (context) => {
  const run = await runAgainst(context, { isPublic: false })
  const grant = [...run.checks.values()].flat().find(({ id }) => id === 'authorization-code-grant')
  assert.match(grant?.errorMessage ?? run.output, /status code: 401/)
  assert.equal(run.code, 1)
})
