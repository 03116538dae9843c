/**
 * From an empty folder to a login that works: `mandate serve` on an empty database, its link in
 * Chromium, a passkey, the first API and the first app. Then the app's credentials are tried with a
 * client that knows nothing of this server.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as openid from 'openid-client'
import type { Browser, Page } from 'playwright-core'
import { freePort } from '../src/runtime/ports.ts'
import { openBrowser } from './browser.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runDocument } from './command-line/run-command.ts'

const PASSWORD = 'three odd teapots'
const EMAIL = 'nova@example.com'
const data = temporaryDirectory()
const port = await freePort('127.0.0.1')
const issuer = `http://localhost:${port}`
const running = serving(['serve', '--data', data, '--port', String(port), '--issuer', issuer])
let browser: Browser
before(async () => {
  browser = await openBrowser()
  await running.until(/is ready at/)
})
after(() => browser.close())

async function newDevice(): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  return page
}

const heading = (page: Page) => page.locator('h1').textContent()
const copied = (page: Page) => page.locator('.copyable').allTextContents()

test('the link of a new server leads to an owner with a passkey and to a login that works', async () => {
  const { link } = await runDocument(['setup-link', '--data', data, '--config', '/dev/null'], {
    environment: { MANDATE_ISSUER: issuer },
  })
  const page = await newDevice()
  await page.goto(String(link))
  assert.equal(await heading(page), 'Set up this server')
  await page.fill('#email', EMAIL)
  await page.fill('#name', 'Nova')
  await page.fill('#password', PASSWORD)
  await page.fill('#password_again', PASSWORD)
  await page.click('text=Become the owner')

  await page.fill('#email', EMAIL)
  await page.fill('#password', PASSWORD)
  await page.click('button:text-is("Sign in")')
  await page.click('text=Create a passkey instead')
  await page.click('text=I have saved them')
  await page.waitForURL(`${issuer}/console/setup*`)

  await page.fill('#api_name', 'Notes')
  await page.fill('#api_uri', 'https://notes.example')
  await page.click('text=Add the API')
  assert.match((await heading(page)) ?? '', /The API .*Notes.* was added/)
  await page.click('text=Go on')

  const callback = 'https://ledgerline.example/callback'
  await page.fill('#client_name', 'Ledgerline')
  await page.fill('#redirect_uri', callback)
  await page.click('text=Add the app')
  const [clientId = '', secret = ''] = await copied(page)
  await page.click('text=Go on')

  await page.click('text=Try a login')
  await page.click('button:text-is("Allow")')
  assert.equal(await heading(page), 'A login that worked')
  const left = await runDocument(['client', 'list', '--data', data])
  const names = (left as unknown as { client_name: string }[]).map((one) => one.client_name)
  assert.deepEqual(names, ['Ledgerline'], 'the app of the try-out is gone')

  const server = await openid.discovery(new URL(issuer), clientId, secret, undefined, {
    ...{ execute: [openid.allowInsecureRequests], algorithm: 'oauth2' },
  })
  await page.goto(openid.buildAuthorizationUrl(server, { redirect_uri: callback }).href)
  // Nothing answers there; the address is all that the app needs.
  const back = page.waitForRequest((request) => request.url().startsWith(callback))
  await page.click('button:text-is("Allow")')
  const tokens = await openid.authorizationCodeGrant(server, new URL((await back).url()))
  assert.ok(tokens.refresh_token)
})
