/** The second step in a real browser: lost phone, two tabs, back button, no script, keyboard only. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Authenticator, recoveryCodesIn, scan } from './authenticator-app.ts'
import { openBrowser } from './browser.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
let browser: Browser
const app = createServer((_, response) => response.end('Welcome back'))
/** An authorization request of the app. */
let request: string
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  const callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`
  const { client } = await server.register({ redirectUris: [callback] })
  const asked = { response_type: 'code', client_id: client.id, redirect_uri: callback }
  request = `${server.issuer}/oauth2/authorize?${new URLSearchParams(asked)}`
})
after(async () => {
  await browser.close()
  app.close()
  await server.close()
})

let people = 0

/** A browser without script, and somebody's address. */
async function newPerson() {
  people += 1
  const { email } = await server.createAccount(`person-${people}@example.com`)
  return { email, context: await newContext() }
}

const newContext = () => browser.newContext({ javaScriptEnabled: false })

/** Types what is asked for, with the keyboard only: the first field has the focus. */
async function typePassword(page: Page, email: string) {
  await page.locator('#email').focus()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function typeCode(page: Page, code: string) {
  await page.locator('#code').focus()
  // Back at a form, the browser has put the old code into it.
  await page.keyboard.press('Control+A')
  await page.keyboard.type(code)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

const pathOf = (page: Page) => new URL(page.url()).pathname
const codeOf = (app: Authenticator) => app.code(server.clock.now())

/** Sets an app up on the security page. */
async function setUp(page: Page) {
  await page.goto(`${server.issuer}/account/security`)
  await page.locator('a[href="/account/security/authenticator"]').click()
  const phone = scan(await page.content())
  await typeCode(page, codeOf(phone))
  server.clock.advance(60)
  return phone
}

test('lost phone: a recovery code lets its owner in, who sets up a new phone', async () => {
  const { email, context } = await newPerson()
  const page = await context.newPage()
  await page.goto(`${server.issuer}/sign-in`)
  await typePassword(page, email)
  const phone = await setUp(page)
  const codes = recoveryCodesIn(await page.content())
  assert.equal(codes.length, 10)

  const elsewhere = await (await newContext()).newPage()
  await elsewhere.goto(`${server.issuer}/sign-in`)
  await typePassword(elsewhere, email)
  assert.equal(pathOf(elsewhere), '/sign-in/second-factor')
  assert.equal(await elsewhere.locator('#code:focus').count(), 1)
  await elsewhere.getByRole('link', { name: /Lost your phone/ }).click()
  await typeCode(elsewhere, codes[0] ?? '')
  assert.match(await elsewhere.content(), /You signed in with a recovery code/)
  const newApp = await setUp(elsewhere)
  assert.match(await elsewhere.content(), /9 codes left/)

  const last = await (await newContext()).newPage()
  await last.goto(request)
  await typePassword(last, email)
  await typeCode(last, codeOf(phone))
  assert.match(await last.content(), /Wrong code/)
  await typeCode(last, codeOf(newApp))
  assert.match(last.url(), /code=mdt_ac_/)
})

test('two tabs and the back button: no code is asked for twice, and no page is an error', async () => {
  const { email, context } = await newPerson()
  const first = await context.newPage()
  await first.goto(`${server.issuer}/sign-in`)
  await typePassword(first, email)
  const phone = await setUp(first)
  await context.clearCookies({ name: /session/ })

  const [one, other] = [await context.newPage(), await context.newPage()]
  for (const tab of [one, other]) {
    await tab.goto(request)
    await typePassword(tab, email)
    assert.equal(pathOf(tab), '/sign-in/second-factor')
  }
  await typeCode(one, codeOf(phone))
  assert.match(one.url(), /code=mdt_ac_/)
  // Back at the form, and its code once more: it is used, and the next one works.
  await one.goBack()
  assert.equal(pathOf(one), '/sign-in/second-factor')
  await typeCode(one, codeOf(phone))
  assert.match(await one.content(), /already used|open for too long/)
  server.clock.advance(30)
  await typeCode(other, codeOf(phone))
  assert.match(other.url(), /code=mdt_ac_/)
})
