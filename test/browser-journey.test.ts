/** A person with a real browser: from the integrator through sign-in and consent to the data. */

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
  readonly username: string
  readonly password: string
  readonly integrator_url: string
}

const data = join(temporaryDirectory(), 'demo')
const running = serving(['demo', '--json', '--port', '0', '--data', data])
let browser: Browser
let demo: Demo
before(async () => {
  browser = await openBrowser()
  demo = JSON.parse((await running.until(/^.*\n/))[0])
})
after(() => browser.close())

/** A new browser, with what it reported to its console (a refused redirect would be there). */
async function newPerson(options: { readonly javaScriptEnabled: boolean }) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, complaints, leave: () => context.close() }
}

async function arriveAtSignIn(page: Page): Promise<void> {
  await page.goto(demo.integrator_url)
  await page.getByRole('button', { name: 'Connect your notes' }).click()
  await page.getByRole('heading', { name: /^Sign in to continue to/ }).waitFor()
  assert.equal(new URL(page.url()).origin, demo.issuer)
}

async function signIn(page: Page, password = demo.password): Promise<void> {
  await page.getByLabel('E-mail address').fill(demo.username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without'
  test(`connects, reads the data and disconnects, ${how} JavaScript`, async () => {
    const { page, complaints, leave } = await newPerson({ javaScriptEnabled })
    await arriveAtSignIn(page)
    await signIn(page)

    await page.getByRole('heading', { name: /act for you\?$/ }).waitFor()
    assert.ok(await page.getByText(demo.username).isVisible())
    await page.getByRole('button', { name: 'Allow' }).click()

    await page.getByText('connected', { exact: true }).waitFor()
    assert.equal(new URL(page.url()).origin, new URL(demo.integrator_url).origin)
    assert.ok(await page.getByText(demo.username).isVisible())
    await page.getByLabel('New note').fill(`Written ${how} JavaScript`)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText(`Written ${how} JavaScript`).waitFor()
    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.getByText('connected', { exact: true }).waitFor()

    await page.goto(`${demo.issuer}/account`)
    await page.getByRole('button', { name: /^Disconnect/ }).click()
    await page.getByText(/is disconnected\.$/).waitFor()
    await page.getByText('No connected apps').waitFor()

    await page.goto(demo.integrator_url)
    await page.getByText('not connected', { exact: true }).waitFor()
    assert.deepEqual(complaints, [])
    await leave()
  })
}

test('says no, and the integrator says so in plain words', async () => {
  const { page, leave } = await newPerson({ javaScriptEnabled: true })
  await arriveAtSignIn(page)
  await signIn(page)
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.getByText('not connected', { exact: true }).waitFor()
  assert.equal(new URL(page.url()).origin, new URL(demo.integrator_url).origin)
  await page.getByRole('button', { name: /^Connect/ }).waitFor()
  await leave()
})

test('mistypes the password, is told, and gets in on the second try', async () => {
  const { page, leave } = await newPerson({ javaScriptEnabled: true })
  await arriveAtSignIn(page)
  await signIn(page, 'not the password')
  await page.getByText('Wrong e-mail address or password').waitFor()
  assert.equal(await page.getByLabel('E-mail address').inputValue(), demo.username)
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  await leave()
})

test('SCENARIO 47: double-clicks on allow, goes back and allows in a second tab, without an error', async () => {
  const { page, leave } = await newPerson({ javaScriptEnabled: true })
  await arriveAtSignIn(page)
  const second = await page.context().newPage()
  await arriveAtSignIn(second)
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).dblclick()
  await page.getByText('connected', { exact: true }).waitFor()

  await signIn(second)
  await second.getByText('connected', { exact: true }).waitFor()

  // The page before was the consent page; it has been answered, so the request continues.
  await page.goBack()
  await page.getByText('connected', { exact: true }).waitFor()
  assert.equal(new URL(page.url()).origin, new URL(demo.integrator_url).origin)
  await leave()
})

test('SCENARIO 44: no other page can frame the sign-in page', async () => {
  const { page, leave } = await newPerson({ javaScriptEnabled: true })
  const refused = page.waitForEvent('requestfailed')
  await page.setContent(`<iframe src="${demo.issuer}/sign-in"></iframe>`)
  assert.match((await refused).failure()?.errorText ?? '', /ERR_BLOCKED_BY_RESPONSE/)
  await leave()
})
