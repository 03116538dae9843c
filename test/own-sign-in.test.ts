/**
 * A person whose account is at the platform, with a real browser: from an application to the
 * platform's own login page, consent and the data; and what an administrator of the platform does to
 * them, as the API sees it.
 */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
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
  context.setDefaultTimeout(10_000)
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
