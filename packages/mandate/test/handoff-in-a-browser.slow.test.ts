/**
 * Handoff in a real browser, with a platform on another site (`localhost` and `127.0.0.1` are two), so
 * that cookies, redirects after a form, and prefetching are the browser's own.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type Platform, startPlatform } from './handoff-platform.ts'

const site = createServer((request, response) => void serve(request, response))
let platform: Platform
let browser: Browser
let app: string
let callback: string
before(async () => {
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  const { port } = site.address() as AddressInfo
  const address = `http://localhost:${port}`
  const login_url = `${address}/login`
  platform = await startPlatform({
    settings: { signIn: { acme: { way: 'handoff', label: 'Acme', login_url } } },
  })
  callback = `${address}/callback`
  const { client } = await platform.server.register({ redirectUris: [callback] })
  const asked = { response_type: 'code', client_id: client.id, redirect_uri: callback }
  app = `${platform.server.issuer}/oauth2/authorize?${new URLSearchParams(asked)}`
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await platform.server.close()
  site.closeAllConnections()
  site.close()
})

/** A login page that accepts any name, and the app’s callback. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Type', 'text/html')
  const url = new URL(request.url ?? '', 'http://localhost')
  if (url.pathname === '/callback') {
    response.end('the app')
    return
  }
  if (request.method === 'GET') {
    const id = url.searchParams.get('sign_in')
    response.end(`<form method="post"><input type="hidden" name="id" value="${id}">
      <input name="user"><button>Sign in</button></form>`)
    return
  }
  const form = new URLSearchParams(await text(request))
  const subject = form.get('user') ?? ''
  const goOn = await platform.continueUrl(form.get('id') ?? '', { subject })
  if (subject === 'impatient') {
    const href = goOn.replaceAll('&', '&amp;')
    response.end(`<link rel="prefetch" as="document" href="${href}"><a href="${href}">Go on</a>`)
    return
  }
  response.writeHead(303, { Location: goOn }).end()
}

async function newPage(): Promise<Page> {
  return (await browser.newContext()).newPage()
}

test('the browser signs in on another site, and comes back with its cookies after the form', async () => {
  const page = await newPage()
  await page.goto(app)
  await page.fill('[name=user]', 'ada')
  await page.click('button')
  await page.waitForURL(`${callback}?**`)
  assert.match(new URL(page.url()).searchParams.get('code') ?? '', /^mdt_ac_/)
  // Now it is signed in, so the next time there is no login page.
  await page.goto(app)
  assert.match(page.url(), /[?&]code=mdt_ac_/)
  await page.context().close()
})

test('a browser that prefetches the continuation does not use it up', async (context) => {
  const page = await newPage()
  const seen = platform.server.log.length
  await page.goto(app)
  await page.fill('[name=user]', 'impatient')
  await page.click('button')
  await page.waitForSelector('a')
  const prefetched = () =>
    platform.server.log.slice(seen).some((line) => {
      const { path, status } = JSON.parse(line)
      return status === 503 && String(path).startsWith('/sign-in/with/')
    })
  const noticed = () => assert.ok(prefetched(), 'the browser did not prefetch')
  await context.waitFor(noticed, { timeout: 180_000 })
  await page.click('a')
  await page.waitForURL(`${callback}?**`)
  assert.match(page.url(), /[?&]code=mdt_ac_/)
  await page.context().close()
})
