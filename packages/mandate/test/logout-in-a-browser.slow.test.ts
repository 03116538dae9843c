/** Logout in a real browser: it opens the clients' pages in frames, and goes back to the app. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { openBrowser } from './browser.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'

/** The client's site, another host for the browser; it notes the paths that were opened. */
const opened: string[] = []
const site = createServer((request, response) => {
  opened.push(request.url ?? '')
  response.setHeader('content-type', 'text/html').end(`<title>app</title><p>${request.url}`)
})
let server: RunningServer
let address: string
let browser: Awaited<ReturnType<typeof openBrowser>>
before(async () => {
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  address = `http://localhost:${(site.address() as AddressInfo).port}`
  server = await startServer()
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  site.closeAllConnections()
  site.close()
  await server.close()
})

for (const javaScriptEnabled of [true, false]) {
  test(`the app’s page is opened in a frame, and the person goes back to the app, ${javaScriptEnabled ? 'by itself' : 'with a link without JavaScript'}`, async () => {
    const { client } = await server.register({
      scope: 'openid',
      redirectUris: [`${address}/callback`],
      metadata: {
        post_logout_redirect_uris: [`${address}/bye`],
        frontchannel_logout_uri: `${address}/out`,
        frontchannel_logout_session_required: true,
      },
    })
    opened.length = 0
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    const asked = { response_type: 'code', client_id: client.id, scope: 'openid' }
    await page.goto(`${server.issuer}/oauth2/authorize?${new URLSearchParams(asked)}`)
    await page.locator('[name=email]').fill(server.account.email)
    await page.locator('[name=password]').fill(PASSWORD)
    await page.locator('[name=password]').press('Enter')
    await page.waitForURL(/callback/)
    const leaving = { client_id: client.id, post_logout_redirect_uri: `${address}/bye`, state: 's' }
    await page.goto(`${server.issuer}/oauth2/logout?${new URLSearchParams(leaving)}`)
    await page.locator('button[type=submit]').click()
    if (!javaScriptEnabled) await page.locator('#next').click()
    await page.waitForURL(`${address}/bye?state=s`)
    const frame = opened.find((path) => path.startsWith('/out?')) ?? assert.fail(opened.join())
    const sent = new URL(frame, address).searchParams
    assert.equal(sent.get('iss'), server.issuer)
    assert.match(sent.get('sid') ?? '', /^[\w-]{22}$/)
    await context.close()
  })
}
