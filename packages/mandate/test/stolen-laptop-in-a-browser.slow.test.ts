/**
 * Journeys in a real browser without JavaScript: a stolen laptop, an act after the session ended, and
 * an account that is deleted and kept.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { setPassword } from '../src/operations/accounts.ts'
import { createPasswords } from '../src/people/password.ts'
import { openBrowser } from './browser.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
let browser: Browser
before(async () => {
  server = await startServer()
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await server.close()
})

/** Another device, which may already know the way. */
async function device(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.issuer })
  return context.newPage()
}

async function signIn(page: Page, email: string, { keeps = false } = {}): Promise<void> {
  await page.goto('/sign-in')
  await fillIn(page, email)
  if (keeps) await page.getByLabel('Keep me signed in').check()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
}

/** An owner with a connected app. */
async function owner(name: string) {
  const { id } = await server.createAccount(`${name}@example.com`)
  const email = `${name}@example.com`
  const code = await obtainCode(server, simplestRequest(server), { email })
  const { accessToken } = tokensOf(await exchange(server, code))
  return { id, email, isActive: async () => (await introspect(server, accessToken)).body['active'] }
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

test('a stolen laptop is out at its next click, and the apps stay connected', async () => {
  const { id, email, isActive } = await owner('lee')
  const [laptop, phone] = [await device(), await device()]
  await signIn(laptop, email, { keeps: true })
  assert.equal(await heading(laptop), 'Connected apps')
  await signIn(phone, email)

  await phone.getByRole('link', { name: 'Sessions' }).click()
  assert.match(
    (await phone.getByRole('listitem').allTextContents()).join(),
    /Stays signed in until/,
  )
  await phone.getByRole('button', { name: 'Sign out everywhere else' }).click()
  assert.equal(await heading(phone), 'Sign out everywhere else?')
  await phone.getByRole('button', { name: 'Sign out everywhere else' }).click()
  assert.match((await phone.textContent('main')) ?? '', /browsers? (is|are) signed out/)

  await laptop.getByRole('link', { name: 'Sessions' }).click()
  assert.equal(new URL(laptop.url()).pathname, '/sign-in')
  await phone.getByRole('link', { name: 'Apps' }).click()
  assert.equal(await heading(phone), 'Connected apps')
  assert.equal(await isActive(), true)

  // A new password ends the phone's session too.
  const passwords = createPasswords({
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    cost: { memory: 64, passes: 1, parallelism: 1 },
  })
  const settings = { brandName: 'Mandate' }
  const changed = await setPassword(
    { ...server, passwords, settings },
    { kind: 'operator', via: 'shell' },
    { accountId: id, password: 'seventeen grey donkeys' },
  )
  assert.equal(changed.is, 'changed')
  await phone.getByRole('link', { name: 'Sessions' }).click()
  assert.equal(new URL(phone.url()).pathname, '/sign-in')
  assert.equal(await isActive(), true)
})

test('a button pressed after the session ended changes nothing, and goes on after the sign-in', async () => {
  const { id, email } = await owner('kim')
  const [laptop, phone] = [await device(), await device()]
  await signIn(laptop, email)
  await signIn(phone, email)
  await phone.getByRole('link', { name: 'Sessions' }).click()
  await server.store.accounts.endSessions(id, {
    ...{ by: { kind: 'operator', via: 'shell' }, at: server.clock.now() },
  })
  await signIn(laptop, email)
  await phone.getByRole('button', { name: 'Sign out everywhere else' }).click()
  assert.match(
    (await phone.textContent('main')) ?? '',
    /You were signed out\. Nothing was changed\./,
  )
  await fillIn(phone, email)
  await phone.getByRole('button', { name: 'Sign in', exact: true }).click()
  assert.equal(await heading(phone), 'Sign out everywhere else?')
  await phone.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await laptop.getByRole('link', { name: 'Sessions' }).click()
  assert.equal(new URL(laptop.url()).pathname, '/sign-in')
})

test('a deleted account is kept by its owner, who finds it as it was, without its apps', async () => {
  const { email, isActive } = await owner('ida')
  const page = await device()
  await signIn(page, email)
  await page.getByRole('link', { name: 'Your data' }).click()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  assert.equal(await heading(page), 'Delete your account?')
  await page.getByRole('link', { name: 'Cancel' }).click()
  assert.equal(await heading(page), 'Your data')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  assert.match((await page.textContent('main')) ?? '', /Your account will be deleted after/)
  assert.equal(await isActive(), false)

  await page.getByRole('link', { name: 'Sign in' }).click()
  await fillIn(page, email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  assert.equal(await heading(page), 'Keep your account?')
  await page.goto('/account')
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'there is nothing else to do')
  await page.goBack()
  await page.getByRole('button', { name: 'Keep my account' }).click()
  assert.equal(await heading(page), 'Connected apps')
  assert.equal(await isActive(), false)
  await page.getByRole('link', { name: 'Activity' }).click()
  assert.match((await page.textContent('main')) ?? '', /You kept your account/)
})
