/** Single-page apps on their own origins: public clients with PKCE, using oauth4webapi and oidc-client-ts. */

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

/** What the apps import, as npm has it. */
const libraries: Readonly<Record<string, string>> = {
  oauth4webapi: import.meta.resolve('oauth4webapi'),
  'oidc-client-ts': import.meta.resolve('oidc-client-ts'),
  // What oidc-client-ts itself imports.
  ...Object.fromEntries(['jwt-decode'].map((name) => [name, import.meta.resolve(name)])),
}
const imports = Object.fromEntries(Object.keys(libraries).map((name) => [name, `/${name}.js`]))
const page = `<!DOCTYPE html><body></body>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/app.js"></script>`

/** The app with oauth4webapi. Its result, or its error, becomes the text of the page. */
const script = `
import * as oauth from 'oauth4webapi'
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

/** The app with oidc-client-ts: a login, a renewal, prompt=none in a frame, and a logout. */
const openIdScript = `
import { UserManager } from 'oidc-client-ts'
const { issuer, client_id } = await (await fetch('/settings')).json()
const manager = new UserManager({
  authority: issuer,
  client_id,
  redirect_uri: location.origin + '/callback',
  silent_redirect_uri: location.origin + '/silent',
  post_logout_redirect_uri: location.origin + '/signed-out',
  scope: 'openid profile email',
  loadUserInfo: true,
  automaticSilentRenew: false,
})
const inFrame = () => manager.signinSilent({ forceIframeAuth: true }).catch(({ error }) => error)

async function renew(first) {
  const renewed = await manager.signinSilent()
  const isSame = renewed.profile.sub === first.profile.sub
  const isNew = renewed.access_token !== first.access_token && renewed.id_token !== first.id_token
  sessionStorage.setItem('seen', [first.profile.email, isSame, isNew, await inFrame()].join(' '))
  await manager.signoutRedirect()
}

async function leave() {
  await manager.signoutRedirectCallback()
  document.body.textContent = 'Done: ' + sessionStorage.getItem('seen') + ' ' + (await inFrame())
}

const steps = {
  '/': () => manager.signinRedirect(),
  '/callback': async () => renew(await manager.signinRedirectCallback()),
  '/silent': () => manager.signinSilentCallback(),
  '/signed-out': leave,
}
try {
  await steps[location.pathname]()
} catch (error) {
  document.body.textContent = 'Failed: ' + error
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
async function serveApp(settings: () => object, source = script): Promise<string> {
  const app = createServer(async ({ url = '' }, response) => {
    const [path = ''] = url.split('?')
    const library = libraries[path.slice(1, -'.js'.length)]
    const [type, body] = (path === '/app.js' && ['text/javascript', source]) ||
      (library !== undefined && [
        'text/javascript',
        await readFile(fileURLToPath(library), 'utf8'),
      ]) ||
      (path === '/settings' && ['application/json', JSON.stringify(settings())]) || [
        'text/html',
        page,
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

// The frame gets the session's cookie because both origins are of one site, 127.0.0.1. Anybody can claim
// an http address of loopback, so earlier consent does not count there (RFC 8252 §8.6).
test('oidc-client-ts signs in, renews, hears in a frame what prompt=none lacks, and signs out', async () => {
  let client_id = ''
  const origin = await serveApp(() => ({ issuer: server.issuer, client_id }), openIdScript)
  const { client } = await server.register({
    redirectUris: [`${origin}/callback`, `${origin}/silent`],
    isPublic: true,
    trusted: false,
    scope: 'openid profile email',
    metadata: { post_logout_redirect_uris: [`${origin}/signed-out`] },
  })
  client_id = client.id
  const { email } = server.account
  assert.equal(await useApp(origin), `Done: ${email} true true consent_required login_required`)
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
