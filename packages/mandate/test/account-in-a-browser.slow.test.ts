/**
 * The account page and the consent page in a real browser: with the keyboard alone, without
 * JavaScript, with two tabs, and with the back button.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type Credentials, exchange, introspect, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'

const app = createServer((_, response) => response.end('the app'))
let server: RunningServer
let browser: Browser
let callback: string
before(async () => {
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`
  server = await startServer()
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await server.close()
  app.closeAllConnections()
  app.close()
})

/** A person with an account and a browser, and an app that asks for three permissions. */
async function newPerson(options: { readonly javaScriptEnabled?: boolean } = {}) {
  const { client, secret } = await server.register({
    ...{ name: 'Parcel Desk', trusted: false, scope: 'all read write', redirectUris: [callback] },
    optionalScope: 'write',
  })
  const as: Credentials = { id: client.id, secret }
  const { id, email } = await server.createAccount(`person.of.${client.id}@example.com`)
  const context = await browser.newContext(options)
  const asked = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: callback },
    scope: 'all read write',
  }
  const login = `${server.issuer}/oauth2/authorize?${new URLSearchParams(asked)}`
  return { as, accountId: id, email, context, login }
}

/** Presses Tab until this has the focus; fails if the page has nothing of the kind. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = `(() => {
    const one = document.activeElement
    const label = one?.labels?.[0]?.textContent ?? ''
    return (label + ' ' + (one?.value ?? '') + ' ' + (one?.textContent ?? '')).replace(/\\s+/g, ' ').trim()
  })()`
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab')
    if (name.test(String(await page.evaluate(focused)))) return
  }
  assert.fail(`the keyboard does not reach ${name}`)
}

async function signInByKeyboard(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').focus()
  await page.keyboard.type(email)
  await tabTo(page, /^Password/)
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
}

/** Connected with all permissions, on the account page. */
async function connected(options = {}) {
  const person = await newPerson(options)
  const page = await person.context.newPage()
  await page.goto(person.login)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Write').check()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/\/callback\?/)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const form = { redirect_uri: callback }
  const { accessToken } = tokensOf(await exchange(server, code, { as: person.as, form }))
  const scope = async () => (await introspect(server, accessToken)).body['scope']
  assert.equal(await scope(), 'all read write')
  return { ...person, page, scope, account: await accountPage(person.context) }
}

async function accountPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${server.issuer}/account`)
  return page
}

const takeBackWrite = (page: Page) => page.getByRole('button', { name: /^Take back Write/ }).click()
const confirm = (page: Page) => page.getByRole('button', { name: 'Take back', exact: true }).click()
const isTaken = (page: Page) => page.getByText('can no longer do this: Write').waitFor()

test('with the keyboard alone: sign in, tick one permission, allow, and take another back', async () => {
  const { context, email, login, as } = await newPerson()
  const page = await context.newPage()
  await page.goto(login)
  await signInByKeyboard(page, email)
  await page.getByRole('heading', { name: 'Let Parcel Desk act for you?' }).waitFor()
  await tabTo(page, /^Write/)
  await page.keyboard.press('Space')
  await tabTo(page, /^allow Allow/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/callback\?/)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const answer = await exchange(server, code, { as, form: { redirect_uri: callback } })
  assert.equal(answer.body['scope'], 'all read write')

  await page.goto(`${server.issuer}/account`)
  await tabTo(page, /^Take back Read/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Take this permission back from Parcel Desk?' }).waitFor()
  await tabTo(page, /^Take back$/)
  await page.keyboard.press('Enter')
  await page.getByText('can no longer do this: Read').waitFor()
  const { accessToken } = tokensOf(answer)
  assert.equal((await introspect(server, accessToken)).body['scope'], 'all write')
  await context.close()
})

test('without JavaScript: leave a permission out, take one back, and disconnect all', async () => {
  const { context, page, account, scope } = await connected({ javaScriptEnabled: false })
  await takeBackWrite(account)
  await account.getByText('It keeps:').waitFor()
  await account.getByRole('link', { name: 'Cancel' }).click()
  assert.equal(await scope(), 'all read write')
  await takeBackWrite(account)
  await confirm(account)
  await isTaken(account)
  assert.equal(await scope(), 'all read')
  await account.getByRole('button', { name: /^Disconnect/ }).click()
  await account.getByText('is disconnected').waitFor()
  assert.equal(await scope(), undefined)
  await page.close()
  await context.close()
})

test('two tabs take the same permission back: both are told that it is gone', async () => {
  const { context, account: first, scope } = await connected()
  const second = await accountPage(context)
  await takeBackWrite(first)
  await takeBackWrite(second)
  await confirm(first)
  await isTaken(first)
  await confirm(second)
  await isTaken(second)
  assert.equal(await scope(), 'all read')
  await context.close()
})

test('back and forward after taking back never ends on an error, and changes nothing', async () => {
  const { context, account, scope } = await connected()
  await takeBackWrite(account)
  await confirm(account)
  await isTaken(account)
  await account.goBack()
  // Nothing is left to ask.
  await account.getByRole('heading', { name: 'Connected apps' }).waitFor()
  assert.equal(await account.getByRole('button', { name: /^Take back Write/ }).count(), 0)
  await account.goBack()
  await account.getByRole('heading', { name: 'Connected apps' }).waitFor()
  assert.equal(await scope(), 'all read')
  await context.close()
})

test('the question loaded again, or opened in another browser, does nothing', async () => {
  const { context, account, scope } = await connected()
  await takeBackWrite(account)
  await account.getByText('It keeps:').waitFor()
  await account.reload()
  await account.getByText('It keeps:').waitFor()
  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(account.url())
  assert.equal(new URL(theirs.url()).pathname, '/sign-in')
  await stranger.close()
  assert.equal(await scope(), 'all read write')
  await context.close()
})

test('the back button after consent leads back to the app with what was chosen', async () => {
  const { context, email, login, as } = await newPerson()
  const page = await context.newPage()
  await page.goto(login)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/\/callback\?/)
  await page.goBack()
  await page.waitForURL(/\/callback\?/)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const answer = await exchange(server, code, { as, form: { redirect_uri: callback } })
  assert.equal(answer.body['scope'], 'all read')
  await context.close()
})
