/**
 * A person with a real browser on two nodes with one PostgreSQL database. The balancer sends page loads
 * to one and forms to the other, so no step can rely on the memory of the last.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { freePort } from '../packages/mandate/src/runtime/ports.ts'
import { openBrowser } from '../packages/mandate/test/browser.ts'
import {
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { runDocument } from '../packages/mandate/test/command-line/run-command.ts'
import { post } from '../packages/mandate/test/integrator.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'

const EMAIL = 'jo.martin@example.com'
const PASSWORD = 'correct horse battery staple'

const data = join(temporaryDirectory(), 'data')
const place = await createTestPlace()
const seen = { pages: 0, forms: 0 }
const ports = { pages: await freePort('127.0.0.1'), forms: await freePort('127.0.0.1') }
const front = createServer((incoming, outgoing) => {
  const kind = incoming.method === 'POST' ? 'forms' : 'pages'
  seen[kind] += 1
  const { method, url: path, headers } = incoming
  const asked = httpRequest({ host: '127.0.0.1', port: ports[kind], method, path, headers })
  asked.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  asked.on('error', () => outgoing.destroy())
  incoming.pipe(asked)
})
const integrator = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<h1>Back at the app</h1>')
})
const issuer = `http://127.0.0.1:${await listen(front)}`
const redirectUri = `http://127.0.0.1:${await listen(integrator)}/callback`
const environment = { MANDATE_DATABASE: place.location, MANDATE_ISSUER: issuer }
const nodes = Object.values(ports).map((port) => {
  const flags = ['--port', `${port}`, '--data', data, '--log-level', 'silent']
  return serving(['serve', '--json', ...flags], { environment })
})
let browser: Browser
before(async () => {
  browser = await openBrowser()
  await Promise.all(nodes.map((node) => node.until(/"issuer":/)))
})
after(async () => {
  await browser.close()
  await Promise.all(nodes.map((node) => node.stop('SIGTERM')))
  for (const server of [front, integrator]) {
    server.close()
    server.closeAllConnections()
  }
  await place.remove()
  await endTestServer()
})

test('signs in, agrees, looks at the account and disconnects, with every step on another node', async () => {
  const named = ['--data', data]
  await runDocument(['user', 'create', '--init', EMAIL, '--password-stdin', ...named], {
    environment,
    input: `${PASSWORD}\n`,
  })
  const described = ['--name', 'Ledgerline', '--redirect-uri', redirectUri]
  const client = await runDocument(['client', 'create', '--init', ...described, ...named], {
    environment,
  })
  const as = { id: String(client['client_id']), secret: String(client['client_secret']) }

  const context = await browser.newContext()
  const page = await context.newPage()
  const asked = { response_type: 'code', client_id: as.id, redirect_uri: redirectUri, state: 'x1' }
  await page.goto(`${issuer}/oauth2/authorize?${new URLSearchParams(asked)}`)
  await page.getByLabel('E-mail address').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('heading', { name: 'Back at the app' }).waitFor()
  const back = new URL(page.url()).searchParams
  assert.equal(back.get('state'), 'x1')

  // The code was made where the form went, so it is redeemed at the other node.
  const form = { grant_type: 'authorization_code', redirect_uri: redirectUri }
  const at = (port: number) => `http://127.0.0.1:${port}/oauth2/token`
  const exchange = { ...form, code: back.get('code') ?? '' }
  const tokens = await post(at(ports.pages), exchange, { as })
  assert.equal(tokens.status, 200)
  const refresh = (token: unknown, port: number) =>
    post(at(port), { grant_type: 'refresh_token', refresh_token: String(token) }, { as })
  const refreshed = await refresh(tokens.body['refresh_token'], ports.forms)
  assert.equal(refreshed.status, 200)

  await page.goto(`${issuer}/account`)
  await page.getByText('Ledgerline').first().waitFor()
  await page.getByRole('button', { name: /^Disconnect/ }).click()
  await page.getByText(/is disconnected\.$/).waitFor()
  const refused = await refresh(refreshed.body['refresh_token'], ports.pages)
  assert.deepEqual([refused.status, refused.body['error']], [400, 'invalid_grant'])
  await context.close()

  assert.ok(seen.pages >= 5, `${seen.pages} pages`)
  assert.equal(seen.forms, 3)
})

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
