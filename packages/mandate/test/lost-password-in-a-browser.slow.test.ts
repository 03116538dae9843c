/** A lost password in a real browser: by keyboard, without JavaScript, in two tabs, and backwards. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { simplestRequest } from './visitor.ts'

const NEW_PASSWORD = 'four unlikely words together'

let browser: Browser
let mailbox: Mailbox
let server: RunningServer
before(async () => {
  mailbox = await openMailbox()
  ;[browser, server] = await Promise.all([
    openBrowser(),
    startServer({ settings: { mailUrl: mailbox.url } }),
  ])
})
after(async () => {
  await Promise.all([browser.close(), server.close()])
  await mailbox[Symbol.asyncDispose]()
})

let people = 0
const newPerson = () => server.createAccount(`jo${++people}@example.com`)

async function newContext(t: { after(end: () => Promise<void>): void }, isScripted = true) {
  const context = await browser.newContext({ javaScriptEnabled: isScripted })
  t.after(() => context.close())
  return context
}

const addressOf = () =>
  `${server.issuer}/oauth2/authorize?${new URLSearchParams(simplestRequest(server))}`

/** Asks for a link with the mouse, and waits for the mail. */
async function askFor(page: Page, email: string): Promise<string> {
  await page.goto(`${server.issuer}/forgot`)
  await page.fill('#email', email)
  await page.click('button[type=submit]')
  await page.waitForSelector('.notice-done')
  return linkTo(email)
}

async function linkTo(email: string): Promise<string> {
  const { links } = await mailbox.next(email)
  const link = links.find((one) => one.includes('/link?'))
  assert.ok(link !== undefined)
  return link
}

async function choose(page: Page): Promise<void> {
  await page.fill('#password', NEW_PASSWORD)
  await page.fill('#password_again', NEW_PASSWORD)
  await Promise.all([page.waitForEvent('load'), page.click('button[type=submit]')])
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let times = 0; times < 30; times++) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${selector}.`)
}

test('by keyboard alone, from the app and back to it', async (t) => {
  const { email } = await newPerson()
  const page = await (await newContext(t)).newPage()
  const go = (key: string) => Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
  await page.goto(addressOf())
  await tabTo(page, 'a[href^="/forgot"]')
  await go('Enter')
  await tabTo(page, '#email')
  await page.keyboard.type(email)
  await go('Enter')
  assert.match((await page.textContent('main')) ?? '', /a mail with a link is on its way/)

  await page.goto(await linkTo(email))
  await tabTo(page, '#password')
  await page.keyboard.type(NEW_PASSWORD)
  await page.keyboard.press('Tab')
  await page.keyboard.type(NEW_PASSWORD)
  await go('Enter')
  assert.match((await page.textContent('main')) ?? '', /Your password was changed/)
  await tabTo(page, '#email')
  await page.keyboard.type(email)
  await tabTo(page, '#password')
  await page.keyboard.type(NEW_PASSWORD)
  const [arrived] = await Promise.all([
    page.waitForRequest((request) => request.url().startsWith(REDIRECT_URI)),
    page.keyboard.press('Enter'),
  ])
  assert.notEqual(new URL(arrived.url()).searchParams.get('code'), null)
})

test('without JavaScript, with a mistake on the way', async (t) => {
  const { email } = await newPerson()
  const page = await (await newContext(t, false)).newPage()
  await page.goto(await askFor(page, email))
  await page.fill('#password', NEW_PASSWORD)
  await page.fill('#password_again', `${NEW_PASSWORD}.`)
  await Promise.all([page.waitForEvent('load'), page.click('button[type=submit]')])
  assert.match((await page.textContent('main')) ?? '', /The two passwords differ/)
  assert.equal(await page.inputValue('#password'), '')
  await choose(page)
  assert.match((await page.textContent('main')) ?? '', /Your password was changed/)
})

test('two tabs with the link: the second says that it was used, and leads on', async (t) => {
  const { email } = await newPerson()
  const context: BrowserContext = await newContext(t)
  const [first, second] = [await context.newPage(), await context.newPage()]
  const link = await askFor(first, email)
  await Promise.all([first.goto(link), second.goto(link)])
  await choose(first)
  await choose(second)
  assert.match((await second.textContent('main')) ?? '', /This link has been used/)
  await Promise.all([second.waitForEvent('load'), second.click('a[href="/forgot"]')])
  await second.fill('#email', email)
  await Promise.all([second.waitForEvent('load'), second.click('button[type=submit]')])
  assert.match((await second.textContent('main')) ?? '', /Check your mail/)
})

test('back to the form after a reset: pressed again, it changes nothing', async (t) => {
  const { email, id } = await newPerson()
  const page = await (await newContext(t)).newPage()
  await page.goto(await askFor(page, email))
  await choose(page)
  const before = await server.store.accounts.find(id)
  await page.goBack()
  if ((await page.locator('#password_again').count()) > 0) await choose(page)
  assert.match((await page.textContent('main')) ?? '', /This link has been used/)
  assert.equal((await server.store.accounts.find(id))?.passwordHash, before?.passwordHash)
  await page.goto(`${server.issuer}/sign-in`)
  await page.fill('#email', email)
  await page.fill('#password', PASSWORD)
  await Promise.all([
    page.waitForEvent('load'),
    page.click('form[action^="/sign-in"] button[type=submit]'),
  ])
  assert.match((await page.textContent('main')) ?? '', /Wrong e-mail address or password/)
})
