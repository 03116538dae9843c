/**
 * Passkeys in Chromium, with its virtual authenticator: what their owner does with a new phone, a stolen
 * laptop and a lost passkey, and with JavaScript off.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { simplestRequest } from './visitor.ts'

let server: RunningServer
let browser: Browser
before(async () => {
  const signIn = { password: { way: 'password' }, passkey: { way: 'passkey' } }
  server = await startServer({ hostname: 'localhost', settings: { signIn } })
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await server.close()
})

/** A device of a person: a browser with its own cookies and authenticator. */
interface Device {
  readonly page: Page
  readonly cdp: CDPSession
  readonly authenticatorId: string
}

interface How {
  readonly isUserVerified?: boolean
  /** Whether passkeys are chosen where the browser fills in the address, instead of with the button. */
  readonly fillsIn?: boolean
}

async function newDevice({ isUserVerified = true, fillsIn = false }: How = {}): Promise<Device> {
  const context = await browser.newContext()
  if (!fillsIn) await context.addInitScript(leaveOfferUnanswered)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, automaticPresenceSimulation: true },
      isUserVerified,
    },
  })
  return { page, cdp, authenticatorId }
}

let people = 0
const newPerson = () => server.createAccount(`owner-${people++}@example.com`)

const at = (path: string) => `${server.issuer}${path}`
const textOf = async (page: Page) => (await page.locator('main').textContent()) ?? ''

async function signInByPassword(page: Page, email: string) {
  await page.goto(at('/sign-in'))
  await page.fill('#email', email)
  await page.fill('#password', PASSWORD)
  await page.click('button:text-is("Sign in")')
  await page.waitForURL(at('/account'))
}

async function addPasskey({ page }: Device) {
  await page.goto(at('/account/security'))
  await page.click('text=Add a passkey')
  await page.click('text=Create the passkey')
  await page.waitForURL(at('/account/passkeys/add'))
  assert.match(await textOf(page), /was added/)
}

/**
 * Runs in the page: a person who does not look at the list that is filled in. The virtual
 * authenticator would choose from it at once, before or after anything else that the test does. As in
 * a browser, the page has to take the offer back before it asks otherwise.
 */
const leaveOfferUnanswered = `
  const get = CredentialsContainer.prototype.get
  let isOffered = false
  CredentialsContainer.prototype.get = function (asked) {
    if (isOffered) throw new DOMException('A request is already pending.', 'OperationError')
    if (asked.mediation !== 'conditional') return get.call(this, asked)
    isOffered = true
    return new Promise((_, reject) => {
      asked.signal.addEventListener('abort', () => {
        isOffered = false
        reject(asked.signal.reason)
      })
    })
  }`

async function pressPasskey({ page }: Device, address = at('/sign-in')) {
  await page.goto(address)
  await page.click('text=Sign in with a passkey')
}

async function signInByPasskey(device: Device) {
  await pressPasskey(device)
  await device.page.waitForURL(at('/account'))
}

/** A device whose owner has signed in by password and added a passkey; then they signed out. */
async function deviceOf(email: string, how: How = {}): Promise<Device> {
  const device = await newDevice(how)
  await signInByPassword(device.page, email)
  await addPasskey(device)
  // The list is ordered by time.
  server.clock.advance(1)
  await device.page.context().clearCookies()
  return device
}

test('a passkey is added, signs in without address and password, and is shown with its use', async () => {
  const { email } = await newPerson()
  const device = await deviceOf(email)
  const { page } = device
  await signInByPasskey(device)
  assert.match((await page.locator('header').textContent()) ?? '', new RegExp(email))
  await page.goto(at('/account/security'))
  const text = await textOf(page)
  assert.match(text, /Chrome \(Linux\)/)
  assert.match(text, /Last used just now/)
})

test('a passkey can be chosen where the browser fills in the address', async () => {
  const { email } = await newPerson()
  const { page } = await deviceOf(email, { fillsIn: true })
  // The virtual authenticator chooses at once.
  await page.goto(at('/sign-in'))
  await page.waitForURL(at('/account'))
})

test('new phone: the owner adds a second passkey there, names it, and signs in with either', async () => {
  const { email } = await newPerson()
  const laptop = await deviceOf(email)
  const phone = await deviceOf(email)
  await signInByPasskey(phone)
  await phone.page.goto(at('/account/security'))
  const rows = phone.page.locator('section:has(#passkeys) li')
  assert.equal(await rows.count(), 2)
  const row = rows.nth(1)
  await row.locator('summary').click()
  await row.locator('[name=name]').fill('  My new phone ')
  await row.locator('text=Save').click()
  await phone.page.waitForURL(at('/account/passkeys/rename'))
  assert.match(await textOf(phone.page), /The passkey is now My new phone/)
  await signInByPasskey(laptop)
})

test('a device that has a passkey does not get a second one', async () => {
  const { email } = await newPerson()
  const device = await deviceOf(email)
  const { page } = device
  await signInByPasskey(device)
  await page.goto(at('/account/passkeys/new'))
  await page.click('text=Create the passkey')
  const problem = page.locator('.passkey-problem')
  await problem.waitFor()
  assert.match((await problem.textContent()) ?? '', /already has a passkey/)
})

test('stolen laptop: from another device, its passkey is removed and it is signed out', async () => {
  const { email } = await newPerson()
  const laptop = await deviceOf(email)
  await signInByPasskey(laptop)
  const phone = await deviceOf(email)
  await signInByPasskey(phone)
  const { page } = phone
  await page.goto(at('/account/security'))
  await page.locator('section:has(#passkeys) li').first().locator('text=Remove').click()
  assert.match(await textOf(page), /Nobody can sign in with it any more/)
  await page.click('button:has-text("Remove the passkey")')
  assert.match(await textOf(page), /was removed/)
  await page.goto(at('/account/sessions'))
  await page.click('text=Sign out everywhere else')
  await page.locator('main button:has-text("Sign out")').click()
  await laptop.page.goto(at('/account'))
  assert.match(laptop.page.url(), /sign-in/)
  await pressPasskey(laptop)
  await laptop.page.waitForURL(at('/sign-in/passkey'))
  assert.match(await textOf(laptop.page), /does not work here/)
  await page.goto(at('/account'))
  assert.equal(page.url(), at('/account'))
})

test('lost passkey: the button says that none was used, and the password still works', async () => {
  const { email } = await newPerson()
  const device = await deviceOf(email)
  const { page, cdp, authenticatorId } = device
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId })
  await pressPasskey(device)
  const problem = page.locator('.passkey-problem')
  await problem.waitFor()
  assert.match((await problem.textContent()) ?? '', /No passkey was used/)
  await page.fill('#email', email)
  await page.fill('#password', PASSWORD)
  await page.click('button:text-is("Sign in")')
  await page.waitForURL(at('/account'))
})

test('cloned authenticator: the copy is refused, and the owner sees that the passkey is suspended', async () => {
  const { email } = await newPerson()
  const original = await deviceOf(email)
  const copy = await newDevice()
  const { credentials } = await original.cdp.send('WebAuthn.getCredentials', {
    authenticatorId: original.authenticatorId,
  })
  const [credential] = credentials
  assert.ok(credential)
  await signInByPasskey(original)
  await copy.cdp.send('WebAuthn.addCredential', {
    ...{ authenticatorId: copy.authenticatorId, credential },
  })
  await pressPasskey(copy)
  await copy.page.waitForURL(at('/sign-in/passkey'))
  assert.match(await textOf(copy.page), /passkey is suspended/)
  await original.page.goto(at('/account/security'))
  assert.match(await textOf(original.page), /somebody may have a copy of it/)
  await signInByPassword(copy.page, email)
})

test('UV missing: a device that does not check who holds it adds no passkey', async () => {
  const { email } = await newPerson()
  const { page } = await newDevice({ isUserVerified: false })
  await signInByPassword(page, email)
  await page.goto(at('/account/passkeys/new'))
  await page.click('text=Create the passkey')
  const problem = page.locator('.passkey-problem')
  await problem.waitFor()
  assert.match((await problem.textContent()) ?? '', /No passkey was added/)
})

test('an app that asks for a new sign-in gets its code after a passkey', async () => {
  const { email } = await newPerson()
  const device = await deviceOf(email)
  await signInByPasskey(device)
  const { page } = device
  server.clock.advance(60)
  const callback = at('/health/live')
  const { client } = await server.register({ redirectUris: [callback] })
  const asked = { ...simplestRequest(server), client_id: client.id, redirect_uri: callback }
  const query = new URLSearchParams({ ...asked, prompt: 'login', state: 'x' })
  await pressPasskey(device, at(`/oauth2/authorize?${query}`))
  await page.waitForURL(`${callback}?**`)
  assert.match(new URL(page.url()).searchParams.get('code') ?? '', /^mdt_ac_/)
})

test('with JavaScript off nothing is offered, and the password works', async () => {
  const { email } = await newPerson()
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(at('/sign-in'))
  assert.equal(await page.locator('text=passkey').isVisible(), false)
  await signInByPassword(page, email)
  await page.goto(at('/account/passkeys/new'))
  assert.equal(await page.locator('button:has-text("passkey")').isVisible(), false)
  assert.match(await textOf(page), /turn on JavaScript/)
})
