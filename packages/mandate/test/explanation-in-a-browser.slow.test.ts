/** How a client's developer reads the explanations in a browser. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { ACT } from './act.ts'
import { openBrowser } from './browser.ts'
import { basic, type Credentials, ownCredentials, post, refresh } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
let browser: Browser
let owner: Credentials
before(async () => {
  server = await startServer()
  owner = ownCredentials(server)
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await server.close()
})

async function refused(as = owner): Promise<string> {
  const answer = await refresh(server, 'mdt_rt_nonsense', { as })
  return String(answer.body['error_uri'])
}

async function newPage() {
  const context = await browser.newContext()
  return { page: await context.newPage(), leave: () => context.close() }
}

test('a developer opens error_uri in a browser, signs the client in, and gets to the list and back', async () => {
  const { page, leave } = await newPage()
  const address = await refused()
  await page.goto(address)
  await page.getByRole('heading', { name: 'Did your client send this request?' }).waitFor()
  await page.getByLabel('Client id').fill(owner.id)
  await page.getByLabel('Client secret').fill('not the secret')
  await page.getByRole('button', { name: 'Show the reason' }).click()
  await page.getByRole('alert').getByText('That did not work.').waitFor()
  await page.getByLabel('Client id').fill(owner.id)
  await page.getByLabel('Client secret').fill(owner.secret)
  await page.getByRole('button', { name: 'Show the reason' }).click()
  await page.getByRole('heading', { name: 'Not a token of this server', level: 1 }).waitFor()
  assert.equal(await page.getByText('token_malformed').isVisible(), false)
  await page.getByText('What was found').click()
  assert.equal(await page.getByText('token_malformed').isVisible(), true)
  assert.ok(!(await page.content()).includes(owner.secret))

  // The latest refusal appears in the list within a second.
  await listed(address)
  await page.getByRole('link', { name: 'All refused requests of this client' }).click()
  await page.getByRole('link', { name: 'Not a token of this server' }).first().click()
  await page.getByRole('heading', { name: 'Not a token of this server', level: 1 }).waitFor()
  await leave()
})

async function listed(address: string): Promise<void> {
  const headers = { accept: 'application/json', authorization: basic(owner) }
  const reference = address.slice(address.lastIndexOf('/') + 1)
  for (;;) {
    const response = await fetch(`${server.issuer}/errors`, { headers })
    if ((await response.text()).includes(reference)) return
  }
}

test('the reference on an error page is a link, and its owner finds the full reason there', async () => {
  const { page, leave } = await newPage()
  const wrong = { ...simplestRequest(server), redirect_uri: 'https://urltoclient:4444' }
  await page.goto(`${server.issuer}/oauth2/authorize?${new URLSearchParams(wrong)}`)
  await page.getByRole('link', { name: /^invalid_request\./ }).click()
  await page.getByLabel('Client id').fill(owner.id)
  await page.getByLabel('Client secret').fill(owner.secret)
  await page.getByRole('button', { name: 'Show the reason' }).click()
  await page.getByRole('heading', { name: 'Redirect URI not registered', level: 1 }).waitFor()
  const message = await page.getByRole('group', { name: 'Message to the operator' }).textContent()
  assert.match(
    String(message),
    /^Please register the redirect URI https:\/\/urltoclient:4444 for our client client_.*reference is invalid_request\./,
  )
  assert.doesNotMatch(String(await page.textContent('main')), /mandate client/)
  await leave()
})

test('an unknown client is the same error in the small print and at the reference', async () => {
  const { html } = await newVisitor(server).open({
    ...simplestRequest(server),
    client_id: 'nobody',
  })
  assert.match(html, /<dt>Error<\/dt><dd><code>invalid_client</)
  assert.match(html, /<dt>Reference<\/dt><dd><a href="\/errors\/invalid_client\./)
})

test('the form opens nothing for anyone else, and gives one answer for every mistake', async () => {
  const address = await refused()
  const madeUp = address.slice(0, -36) + randomUUID()
  const other = await server.register({})
  const isPublic = await server.register({ isPublic: true, trusted: false })
  const heard = new Set<string>()
  for (const [client_id, client_secret] of [
    [owner.id, `${owner.secret}x`],
    [owner.id, ''],
    [other.client.id, other.secret],
    [isPublic.client.id, ''],
    [server.resource.id, server.resourceSecret],
    ['client_nobody', 'x'],
  ] as const) {
    for (const place of [address, madeUp]) {
      const visitor = newVisitor(server)
      const response = await visitor.post(place, { client_id, client_secret })
      const html = (await response.text()).replaceAll(place.slice(-36), '')
      assert.doesNotMatch(html, /token_malformed|Not a token/)
      heard.add(html)
    }
  }
  assert.equal(heard.size, 1, [...heard].join('\n\n'))
})

test('the browser is remembered for 15 minutes, but not after the secret changes', async () => {
  const { client, secret } = await server.register({})
  const as = { id: client.id, secret }
  const address = await refused(as)
  const visitor = newVisitor(server)
  await visitor.post(address, { client_id: as.id, client_secret: secret })
  const opens = async (by: typeof visitor) =>
    (await (await by.get(address)).text()).includes('token_malformed')
  assert.equal(await opens(visitor), true)
  const [[name, value] = ['', '']] = visitor.cookies
  const [payload = '', mac = ''] = value.split('.')
  const visit: { until: number } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const saying = (change: object) =>
    Buffer.from(JSON.stringify({ ...visit, ...change })).toString('base64url')
  for (const forged of [
    `${saying({ id: owner.id })}.${mac}`,
    `${saying({ until: visit.until + 1 })}.${mac}`,
    `${saying({ id: '\0' })}.${mac}`,
    `${saying({ id: [as.id] })}.${mac}`,
    `${payload}.${'A'.repeat(43)}`,
    payload,
    '..',
  ]) {
    const forger = newVisitor(server)
    forger.cookies.set(name, forged)
    assert.equal(await opens(forger), false, forged)
  }
  server.clock.advance(15 * 60 - 1)
  assert.equal(await opens(visitor), true)
  server.clock.advance(1)
  assert.equal(await opens(visitor), false)

  await visitor.post(address, { client_id: as.id, client_secret: secret })
  assert.equal(await opens(visitor), true)
  await server.store.clients.rotateSecret(
    as.id,
    { secretHash: 'f'.repeat(64), previousExpiresAt: server.clock.now() + 60 },
    ACT,
  )
  assert.equal(await opens(visitor), false)
})

test('a page of another site cannot submit the form', async () => {
  const address = await refused()
  const response = await newVisitor(server).post(
    address,
    { client_id: owner.id, client_secret: owner.secret },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  )
  assert.equal(response.status, 400)
  assert.deepEqual(response.headers.getSetCookie(), [])
})

test('/errors lists the client’s refusals as JSON, and asks a program for Basic', async () => {
  const { client, secret } = await server.register({})
  const as = { id: client.id, secret }
  await post(`${server.issuer}/oauth2/token`, { grant_type: 'x' }, { as: { ...as, secret: 'y' } })
  const address = await refused(as)
  const headers = { accept: 'application/json', authorization: basic(as) }
  let documents: readonly Readonly<Record<string, unknown>>[] = []
  while (documents.length === 0) {
    documents = JSON.parse(await (await fetch(`${server.issuer}/errors`, { headers })).text())
  }
  assert.deepEqual(
    documents.map(({ reference }) => `${server.issuer}/errors/${reference}`),
    [address],
  )
  const bare = await fetch(`${server.issuer}/errors`, { headers: { accept: 'application/json' } })
  assert.equal(bare.status, 401)
  assert.match(bare.headers.get('www-authenticate') ?? '', /^Basic realm="/)
  const page = await fetch(`${server.issuer}/errors`, { headers: { accept: 'text/html' } })
  assert.deepEqual([page.status, /name="client_secret"/.test(await page.text())], [200, true])
})
