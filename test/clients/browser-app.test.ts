/** A single-page app on its own origin: a public client with PKCE, using oauth4webapi. */

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../../packages/mandate/test/browser.ts'
import {
  PASSWORD,
  type RunningServer,
  startServer,
} from '../../packages/mandate/test/running-server.ts'

const library = readFile(fileURLToPath(import.meta.resolve('oauth4webapi')), 'utf8')

/** The app. Its result, or its error, becomes the text of the page. */
const script = `
import * as oauth from './oauth4webapi.js'
const { issuer, client_id } = await (await fetch('/settings')).json()
const insecure = { [oauth.allowInsecureRequests]: true }
const client = { client_id }
const redirect_uri = location.origin + '/callback'

async function discover() {
  const options = { ...insecure, algorithm: 'oauth2' }
  const response = await oauth.discoveryRequest(new URL(issuer), options)
  return oauth.processDiscoveryResponse(new URL(issuer), response)
}

async function begin(server) {
  const verifier = oauth.generateRandomCodeVerifier()
  sessionStorage.setItem('verifier', verifier)
  const asked = new URL(server.authorization_endpoint)
  asked.search = new URLSearchParams({
    response_type: 'code', client_id, redirect_uri, state: 'a state',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  })
  location.assign(asked)
}

async function finish(server) {
  const parameters = oauth.validateAuthResponse(server, client, new URL(location), 'a state')
  const redeemed = await oauth.authorizationCodeGrantRequest(
    server, client, oauth.None(), parameters, redirect_uri, sessionStorage.getItem('verifier'), insecure)
  const first = await oauth.processAuthorizationCodeResponse(server, client, redeemed)
  const refreshed = await oauth.refreshTokenGrantRequest(
    server, client, oauth.None(), first.refresh_token,
    { ...insecure, headers: { 'Idempotency-Key': '"' + crypto.randomUUID() + '"' } })
  const second = await oauth.processRefreshTokenResponse(server, client, refreshed)
  const revoked = await oauth.revocationRequest(
    server, client, oauth.None(), second.refresh_token, insecure)
  await oauth.processRevocationResponse(revoked)
  const again = await fetch(server.token_endpoint, { method: 'POST', body: new URLSearchParams({
    grant_type: 'refresh_token', client_id, refresh_token: second.refresh_token }) })
  return 'Done: ' + [first.scope, second.scope, (await again.json()).error].join(' ')
}

try {
  const server = await discover()
  if (location.pathname !== '/callback') await begin(server)
  else document.body.textContent = await finish(server)
} catch (error) {
  document.body.textContent = 'Failed: ' + error + ' ' + (error.cause ?? '')
}
`

let browser: Browser
let server: RunningServer
before(async () => {
  browser = await openBrowser()
  server = await startServer()
})
after(() => Promise.all([browser.close(), server.close()]))

const opened: Server[] = []
after(() => {
  for (const one of opened) {
    one.close()
    one.closeAllConnections()
  }
})

/** The app's own server, on a separate origin. */
async function serveApp(settings: () => object): Promise<string> {
  const app = createServer(async ({ url = '' }, response) => {
    const [path] = url.split('?')
    const [type, body] = (path === '/app.js' && ['text/javascript', script]) ||
      (path === '/oauth4webapi.js' && ['text/javascript', await library]) ||
      (path === '/settings' && ['application/json', JSON.stringify(settings())]) || [
        'text/html',
        '<!DOCTYPE html><body></body><script type="module" src="/app.js"></script>',
      ]
    response.writeHead(200, { 'content-type': type }).end(body)
  })
  opened.push(app)
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(app.address() as AddressInfo).port}`
}

async function useApp(origin: string): Promise<string> {
  const page = await browser.newPage()
  await page.goto(origin)
  await page.fill('#email', server.account.email)
  await page.fill('#password', PASSWORD)
  await page.click('form.fields button')
  await page.click('button[value=allow]')
  const text = page.getByText(/^(Done|Failed)/)
  await text.waitFor()
  const said = (await text.textContent()) ?? ''
  await page.close()
  return said
}

test('discovers the server, signs in, refreshes and revokes', async () => {
  let client_id = ''
  const origin = await serveApp(() => ({ issuer: server.issuer, client_id }))
  const app = { redirectUris: [`${origin}/callback`], isPublic: true, trusted: false }
  client_id = (await server.register(app)).client.id
  assert.equal(await useApp(origin), 'Done: all all invalid_grant')
})

test('a page of another origin cannot read the token endpoint, and uses up no code', async () => {
  const app = { redirectUris: ['https://app.example/cb'], isPublic: true, trusted: false }
  const client_id = (await server.register(app)).client.id
  const page = await browser.newPage()
  await page.goto((await serveApp(() => ({}))).replace('127.0.0.1', 'localhost'))
  const seen = await page.evaluate(
    async ({ issuer, id }) => {
      const body = new URLSearchParams({ client_id: id, grant_type: 'authorization_code' })
      const send = (path: string, init: RequestInit) =>
        fetch(issuer + path, init).then(
          ({ status }) => status,
          (error: Error) => error.name,
        )
      return [
        await send('/oauth2/token', { method: 'POST', body }),
        await send('/oauth2/token', { method: 'POST', body, headers: { DPoP: 'x' } }),
        await send('/oauth2/introspect', { method: 'POST', body }),
        await send('/oauth2/authorize', {}),
        await send('/.well-known/oauth-authorization-server', {}),
      ]
    },
    { issuer: server.issuer, id: client_id },
  )
  assert.deepEqual(seen, ['TypeError', 'TypeError', 'TypeError', 'TypeError', 200])
  await page.close()
})
