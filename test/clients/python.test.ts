/**
 * Integrations written in Python, with the two libraries that Debian packages. Each is a program
 * in `python/`:
 *
 * its input (JSON, a line) ──▶ address of the login page ──▶ where the browser arrived ──▶ the
 * result (JSON, a line)
 *
 * Before the result it exchanges the code, calls the API, refreshes, calls the API again, introspects,
 * revokes and refreshes once more.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, before, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { RunningApi } from '../../examples/api/src/api.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { startNotesApi } from './notes-api.ts'

const redirectUri = 'https://ledgerline.example/callback'

let server: RunningServer
let api: RunningApi
before(async () => {
  server = await startServer()
  api = await startNotesApi(server)
})
after(async () => {
  await api.close()
  await server.close()
})

/** Debian's Python: packages installed by Debian work only with that one. */
const python = '/usr/bin/python3'

interface Outcome {
  readonly tokens: readonly Readonly<Record<string, unknown>>[]
  readonly calls: readonly Readonly<Record<string, unknown>>[]
  readonly active: boolean | null
  readonly revoked: number
  readonly refused: string | null
}

/** Runs a program of `python/` to completion, and acts as the browser between its two halves. */
async function integrate(context: TestContext, { program, told }: Integration): Promise<Outcome> {
  const path = fileURLToPath(new URL(`python/${program}`, import.meta.url))
  const child = spawn(python, ['-B', path], {
    env: {
      PATH: process.env['PATH'],
      // The libraries require https unless told otherwise, and would use a proxy if one is configured.
      OAUTHLIB_INSECURE_TRANSPORT: '1',
      AUTHLIB_INSECURE_TRANSPORT: '1',
      NO_PROXY: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  context.after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await closed
  })
  const errors = text(child.stderr)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) assert.fail(`${program} ended early: ${await errors}`)
    return value
  }
  child.stdin.write(`${JSON.stringify({ ...told, issuer: server.issuer, api: api.url })}\n`)
  child.stdin.end(`${await browse(await nextLine())}\n`)
  const outcome: Outcome = JSON.parse(await nextLine())
  const [code] = await closed
  assert.equal(code, 0, await errors)
  return outcome
}

interface Integration {
  readonly program: string
  readonly told: Readonly<Record<string, string>>
}

async function browse(address: string): Promise<string> {
  const visitor = newVisitor(server)
  const asked = await visitor.open(Object.fromEntries(new URL(address).searchParams))
  const { address: arrived } = await visitor.decide(await visitor.signIn(asked), 'allow')
  return arrived.href
}

for (const [library, debian, program, methods] of [
  [
    'requests-oauthlib',
    'python3-requests-oauthlib',
    'requests_oauthlib_client.py',
    ['client_secret_basic'],
  ],
  [
    'Authlib',
    'python3-authlib',
    'authlib_client.py',
    ['client_secret_basic', 'client_secret_post', 'none'],
  ],
] as const) {
  for (const method of methods) {
    const title = `${library} signs a user in, calls the API, refreshes and revokes with ${method}`
    test(title, needs(debian), async (context) => {
      const isPublic = method === 'none'
      const registration = { redirectUris: [redirectUri], isPublic, trusted: false }
      const { client, secret } = await server.register(registration)
      const told = {
        client_id: client.id,
        client_secret: secret,
        redirect_uri: redirectUri,
        method,
      }
      const outcome = await integrate(context, { program, told })

      const [first, second] = outcome.tokens
      assert.equal(first?.['expires_in'], 300)
      assert.ok(first?.['refresh_token'])
      assert.notEqual(second?.['refresh_token'], first?.['refresh_token'])
      assert.notEqual(second?.['access_token'], first?.['access_token'])
      for (const me of outcome.calls) assert.equal(me['username'], server.account.email)
      assert.equal(outcome.calls.length, 2)
      assert.equal(outcome.active, isPublic ? null : true)
      assert.equal(outcome.revoked, 200)
      assert.equal(outcome.refused, 'invalid_grant')
    })
  }
}
