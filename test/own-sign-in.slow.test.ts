/**
 * A person whose account is at the platform, with a real browser: from an application to the
 * platform's own login page, consent and the data; and what an administrator of the platform does to
 * them, as the API sees it.
 */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../packages/mandate/test/browser.ts'
import {
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'

interface Demo {
  readonly issuer: string
  readonly integrator_url: string
  readonly api_url: string
  readonly client_id: string
  readonly client_secret: string
  readonly redirect_uri: string
  readonly platform_url: string
  readonly platform_username: string
  readonly platform_password: string
  readonly platform_admin_username: string
  readonly platform_admin_password: string
}

const data = join(temporaryDirectory(), 'demo')
const running = serving(['demo', '--own-sign-in', '--json', '--port', '0', '--data', data])
let browser: Browser
let demo: Demo
before(async () => {
  browser = await openBrowser()
  demo = JSON.parse((await running.until(/^.*\n/))[0])
})
after(() => browser.close())

async function newPerson({ javaScriptEnabled = true } = {}): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled })
  return context.newPage()
}

const CLEO = 'cleo@notewell.example'

async function logIn(page: Page, username = demo.platform_username): Promise<void> {
  await page.getByLabel('E-mail address').fill(username)
  await page.getByLabel('Password').fill(demo.platform_password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** From the application's page to the platform's login page, without a page of Mandate's. */
async function connect(page: Page): Promise<void> {
  await page.goto(demo.integrator_url)
  await page.getByRole('button', { name: /^Connect/ }).click()
}

async function administrator(): Promise<Page> {
  const page = await newPerson()
  await page.goto(`${demo.platform_url}/admin`)
  await logIn(page, demo.platform_admin_username)
  await page.getByRole('heading', { name: 'Users' }).waitFor()
  return page
}

/** Presses a button beside a user's name, and waits until Mandate has been told. */
async function act(admin: Page, button: RegExp, words: RegExp): Promise<void> {
  await admin.goto(`${demo.platform_url}/admin`)
  await admin.getByRole('button', { name: button }).click()
  await admin.getByRole('status').filter({ hasText: words }).waitFor()
}

for (const { javaScriptEnabled, email, how } of [
  { javaScriptEnabled: true, email: 'ben@notewell.example', how: 'with' },
  { javaScriptEnabled: false, email: CLEO, how: 'without' },
]) {
  test(`signs in at the platform, agrees and sees the data, ${how} JavaScript`, async () => {
    const page = await newPerson({ javaScriptEnabled })
    await connect(page)
    await page.getByRole('heading', { name: 'Sign in to Notewell' }).waitFor()
    assert.equal(new URL(page.url()).origin, demo.platform_url)
    await logIn(page, email)

    await page.getByRole('heading', { name: /act for you\?$/ }).waitFor()
    assert.equal(new URL(page.url()).origin, demo.issuer)
    assert.ok(await page.getByText(email).isVisible())
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('connected', { exact: true }).waitFor()
    assert.ok(await page.getByText(email).isVisible())
    await page.context().close()
  })
}

test('somebody who is signed in at the platform sees no login page at all', async () => {
  const page = await newPerson()
  await page.goto(demo.platform_url)
  await logIn(page, demo.platform_admin_username)
  await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor()
  await connect(page)
  await page.getByRole('heading', { name: /act for you\?$/ }).waitFor()
  await page.context().close()
})

test('somebody else at the same browser says so on the consent page, and signs in at the platform', async () => {
  const page = await newPerson()
  await connect(page)
  await logIn(page, demo.platform_admin_username)
  await page.getByRole('button', { name: /^Not you\?/ }).click()
  await page.getByRole('heading', { name: 'Sign in to Notewell' }).waitFor()
  assert.equal(await page.getByLabel('E-mail address').inputValue(), '')
  await logIn(page, CLEO)
  await page.getByText(CLEO).waitFor()
  await page.goto(demo.platform_url)
  await page.getByRole('heading', { name: 'Hello, Cleo' }).waitFor()
  await page.context().close()
})

/** The tokens of a person, by the flow with curl's client, from a browser that is signed in. */
async function tokensOf(page: Page): Promise<{ access: string; refresh: string }> {
  const { client_id, client_secret, redirect_uri } = demo
  // The agreed redirect URI is an address where nothing listens; take the code on the way there.
  const arrival = page.waitForRequest((request) => request.url().startsWith(redirect_uri))
  const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri })
  await page.goto(`${demo.issuer}/oauth2/authorize?${query}`).catch(() => {})
  const code = new URL((await arrival).url()).searchParams.get('code') ?? ''
  const response = await fetch(`${demo.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri }),
  })
  assert.equal(response.status, 200)
  const { access_token: access, refresh_token: refresh } = JSON.parse(await response.text())
  return { access, refresh }
}

async function callApi(access: string): Promise<number> {
  const headers = { authorization: `Bearer ${access}` }
  const response = await fetch(`${demo.api_url}/me`, { headers })
  await response.body?.cancel()
  return response.status
}

async function refreshed(refresh: string): Promise<unknown> {
  const { client_id, client_secret } = demo
  const response = await fetch(`${demo.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }),
  })
  return JSON.parse(await response.text()).error
}

/**
 * Milliseconds until the API answers with this status. It has to before the token expires, which is
 * how long the guard would remember it if it heard nothing.
 */
async function untilApiSays(status: number, access: string): Promise<number> {
  const began = performance.now()
  while ((await callApi(access)) !== status) {
    assert.ok(performance.now() - began < 60_000, `the API does not answer with ${status}`)
    await pause(5)
  }
  return performance.now() - began
}

/** A person with tokens, whose API has just seen them and keeps what it learned. */
async function personWithTokens(name: string) {
  const page = await newPerson()
  await page.goto(demo.platform_url)
  await logIn(page, `${name.toLowerCase()}@notewell.example`)
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor()
  const tokens = await tokensOf(page)
  assert.equal(await callApi(tokens.access), 200)
  return { page, ...tokens }
}

test('disabled on the platform, refused by the API as soon as it hears of it; enabled, welcome again', async (t) => {
  const { page, access, refresh } = await personWithTokens('Ben')
  const admin = await administrator()
  await act(admin, /^Disable Ben/, /^Disabled/)
  const waited = await untilApiSays(401, access)
  t.diagnostic(`the API refuses ${waited.toFixed(0)} ms after the page says so`)
  assert.equal(await refreshed(refresh), 'invalid_grant')

  // Neither the platform nor Mandate knows the browser any more.
  await page.goto(`${demo.issuer}/account`)
  await page.getByRole('heading', { name: 'Sign in to Notewell' }).waitFor()
  await logIn(page)
  await page
    .getByRole('alert')
    .filter({ hasText: /is disabled/ })
    .waitFor()

  await act(admin, /^Enable Ben/, /^Enabled/)
  await logIn(page)
  await page.waitForURL(`${demo.issuer}/account`)
  const again = await tokensOf(page)
  assert.equal(await callApi(again.access), 200)
})

test('deleted on the platform, refused by the API as soon as it hears of it', async (t) => {
  const { page, access, refresh } = await personWithTokens('Cleo')
  await act(await administrator(), /^Delete Cleo/, /^Deleted/)
  const waited = await untilApiSays(401, access)
  t.diagnostic(`the API refuses ${waited.toFixed(0)} ms after the page says so`)
  assert.equal(await refreshed(refresh), 'invalid_grant')
  await page.goto(`${demo.issuer}/account`)
  await page.getByRole('heading', { name: 'Sign in to Notewell' }).waitFor()
})

test('signs out at Mandate, and is signed out of the platform too', async () => {
  const page = await newPerson()
  await page.goto(`${demo.issuer}/account`)
  await logIn(page, demo.platform_admin_username)
  await page.waitForURL(`${demo.issuer}/account`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(
    (url) => url.origin === demo.platform_url || url.search.includes('signed_out'),
  )
  await page.goto(demo.platform_url)
  await page.getByRole('heading', { name: 'Sign in to Notewell' }).waitFor()
})
