/**
 * External sign-in in a real browser: browsers check redirects after a form against the page's
 * policy, and do not send every cookie on a redirect from another site.
 */

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openBrowser } from './browser.ts'
import { DOOR, door, wayBack } from './fake-way.ts'
import { type RunningServer, startServer } from './running-server.ts'

/** The platform's own site (another host for the browser), and the client's callback. */
let there: Server
let server: RunningServer
let callback: string
before(async () => {
  there = createServer((request, response) => {
    const url = new URL(request.url ?? '', address)
    const returnTo = url.searchParams.get('returnTo')
    if (url.pathname === '/callback') response.end(`code ${url.searchParams.has('code')}`)
    else {
      const back = returnTo ?? `${server.issuer}${wayBack(url, { email: 'jo@acme.example' })}`
      response.writeHead(303, { location: back }).end()
    }
  }).listen(0, '127.0.0.1')
  await once(there, 'listening')
  const address = `http://localhost:${(there.address() as AddressInfo).port}`
  callback = `${address}/callback`
  const signIn = { door: { ...DOOR, address } }
  server = await startServer({ settings: { signIn }, wayKinds: [door] })
})
after(async () => {
  there.closeAllConnections()
  there.close()
  await server.close()
})

test('signing in, consent, an action after the session, signing out: the browser goes there and comes back', async () => {
  const { client } = await server.register({ trusted: false, redirectUris: [callback] })
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const asked = { response_type: 'code', client_id: client.id, redirect_uri: callback }
    await page.goto(`${server.issuer}/oauth2/authorize?${new URLSearchParams(asked)}`)
    await page
      .getByText(/jo@acme\.example/)
      .first()
      .waitFor()
    await page.click('button[value=allow]')
    await page.getByText('code true').waitFor()

    await page.goto(`${server.issuer}/account`)
    await page.context().clearCookies({ name: 'mandate_session' })
    await page.click('text=Disconnect Ledgerline')
    await page
      .getByText(/Ledgerline is disconnected/)
      .first()
      .waitFor()

    await page.click('text=Sign out')
    await page
      .getByText(/You are signed out/)
      .first()
      .waitFor()
    await page.click('text=Continue with Acme')
    await page.waitForURL(`${server.issuer}/account`)
  } finally {
    await browser.close()
  }
})
