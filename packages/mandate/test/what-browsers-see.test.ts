/** HEAD, and errors as pages: what a browser or a link checker gets at any path. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser } from './browser.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const BROWSER = ['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8'] as const

const send = (method: string, path: string, headers: readonly (readonly [string, string])[] = []) =>
  rawRequest(server.issuer, { method, path, headers })

const post = (path: string, body: string, headers: readonly (readonly [string, string])[]) =>
  rawRequest(server.issuer, { method: 'POST', path, headers: [FORM, ...headers], body })

test('HEAD is answered like GET, without a body, wherever nothing is issued (RFC 9110 §9.3.2)', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const cookies = ['Cookie', cookieHeader(visitor)] as const
  for (const path of ['/', '/account', '/sign-out', '/.well-known/oauth-authorization-server']) {
    const head = await send('HEAD', path, [cookies])
    const get = await send('GET', path, [cookies])
    assert.equal(head.status, 200, path)
    assert.equal(head.text, '')
    for (const name of ['content-type', 'content-security-policy', 'cache-control']) {
      assert.equal(head.headers[name], get.headers[name], `${path} ${name}`)
    }
  }
  assert.equal((await send('HEAD', '/sign-in')).status, 200)
  assert.equal((await send('HEAD', '/account')).status, 303)
})

test('HEAD at the sign-in page issues no code to a signed-in user', async () => {
  const visitor = newVisitor(server)
  const page = await visitor.open(simplestRequest(server))
  await visitor.signIn(page)
  const path = page.address.pathname + page.address.search
  const head = await send('HEAD', path, [['Cookie', cookieHeader(visitor)]])
  assert.equal(head.status, 200)
  assert.equal(head.headers.location, undefined)
  assert.match((await visitor.get(path)).headers.get('location') ?? '', /code=/)
})

test('opening the address of sign-out asks, and the button signs out', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const page = await visitor.follow('/sign-out')
  assert.match(page.html, /Sign out\?/)
  assert.ok(page.html.includes(server.account.email))
  assert.equal((await visitor.get('/account')).status, 200)
  assert.match((await visitor.send('/sign-out', {})).html, /You are signed out/)
  assert.match((await visitor.follow('/sign-out')).html, /You are signed out/)
})

test('a browser gets errors as a page, and a program gets JSON', async () => {
  for (const [method, path, status] of [
    ['GET', '/nowhere', 404],
    ['GET', '/%', 404],
    ['GET', '/oauth2/token', 405],
    ['GET', '/oauth2/introspect', 405],
    ['GET', '/account/disconnect', 405],
    ['PUT', '/account', 405],
    ['POST', '/assets/none', 405],
    ['GET', '/assets/none', 404],
    ['GET', '/errors/none', 404],
  ] as const) {
    const shown = await send(method, path, [BROWSER])
    assert.equal(shown.status, status, path)
    assert.match(shown.headers['content-type'] ?? '', /^text\/html/, path)
    assert.match(shown.text, /<h1>/)
    assert.match(String(shown.headers['content-security-policy']), /default-src 'none'/)
    const read = await send(method, path, [['Accept', '*/*']])
    assert.equal(read.status, status, path)
    assert.match(read.headers['content-type'] ?? '', /^application\/json/, path)
  }
})

test('a POST to the token endpoint gets JSON, even if the client accepts HTML', async () => {
  const answer = await post('/oauth2/token', 'grant_type=x', [BROWSER])
  assert.equal(answer.status, 401)
  assert.equal(JSON.parse(answer.text).error, 'invalid_client')
})

test('an unsupported content coding is 415, with the supported ones (RFC 9110 §15.5.16)', async () => {
  for (const path of ['/oauth2/token', '/sign-in', '/oauth2/introspect']) {
    const answer = await post(path, 'x=1', [['Content-Encoding', 'gzip']])
    assert.equal(answer.status, 415, path)
    assert.equal(answer.headers['accept-encoding'], 'identity')
  }
  const plain = await post('/oauth2/token', 'x=1', [['Content-Encoding', 'identity']])
  assert.equal(plain.status, 401)
})

test('overlong headers and invalid HTTP get a page in a browser and JSON elsewhere', async () => {
  const long = ['Cookie', 'a'.repeat(20_000)] as const
  const shown = await send('GET', '/account', [BROWSER, long])
  assert.equal(shown.status, 431)
  assert.match(shown.text, /Delete the cookies/)
  const read = await send('GET', '/account', [long])
  assert.equal(read.status, 431)
  assert.equal(JSON.parse(read.text).error, 'invalid_request')
})

test('a browser whose cookies have grown too long shows that page', async () => {
  const browser = await openBrowser()
  const context = await browser.newContext()
  const { hostname } = new URL(server.issuer)
  await context.addCookies(
    Array.from({ length: 6 }, (_, i) => ({
      ...{ name: `c${i}`, value: 'x'.repeat(3_900), domain: hostname, path: '/' },
    })),
  )
  const page = await context.newPage()
  await page.goto(`${server.issuer}/account`)
  await page.getByRole('heading', { name: 'Your browser sent too much' }).waitFor()
  await browser.close()
})
