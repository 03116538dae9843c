/**
 * An operator's day in a real browser: signs in, registers a client, helps a user, finds a
 * token's grant without sending the token, and deletes the client. Then once more without JavaScript.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { addOperator } from '../src/operations/operators.ts'
import { readOnly } from '../src/store/read-only.ts'
import { openBrowser } from './browser.ts'
import { obtainTokens } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
let browser: Browser
before(async () => {
  server = await startServer({ hostname: 'localhost' })
  browser = await openBrowser()
  const context = { store: readOnly(server.store), clock: server.clock }
  const accountId = server.account.id
  await addOperator(context, { kind: 'system' }, { accountId, role: 'owner' })
})
after(async () => {
  await browser.close()
  await server.close()
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.issuer}/console/users`)
  await page.getByLabel('E-mail address').fill(server.account.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without'

  test(`an operator registers a client and deletes it again, ${how} JavaScript`, async () => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await signIn(page)
    await page.goto(`${server.issuer}/console/clients/new`)
    const name = `Ledgerline ${how}`
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Redirect URIs').fill('https://app.ledgerline.example/callback')
    await page.getByRole('button', { name: 'Register the client' }).click()
    await page.getByText('This is shown only once').waitFor()
    assert.match((await page.textContent('main')) ?? '', /mdt_cs_/)
    await page.getByRole('link', { name: 'Go on' }).click()
    await page.getByRole('link', { name: 'Delete' }).click()
    await page.getByLabel(/^Type /).fill('something else')
    await page.getByRole('button', { name: 'Delete the client' }).click()
    await page.getByText('That is not the name').waitFor()
    await page.getByLabel(/^Type /).fill(name)
    await page.getByRole('button', { name: 'Delete the client' }).click()
    await page.getByText('is deleted').waitFor()
    assert.equal(new URL(page.url()).pathname, '/console/clients')
    await context.close()
  })

  test(`a pasted token leads to its grant, ${how} JavaScript`, async () => {
    const { refreshToken } = await obtainTokens(server)
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await signIn(page)
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await page.getByRole('searchbox').fill(refreshToken)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.waitForURL(/\/console\/grants\/[0-9a-f]{32}$/)
    assert.ok(sent.length > 0)
    // Without the script, the form takes it to the server that made it, and to no address.
    const whole = sent.filter((one) => one.includes(refreshToken))
    assert.equal(whole.length, javaScriptEnabled ? 0 : 1)
    assert.ok(sent.every((one) => !(one.split(' ', 1)[0] ?? '').includes('mdt_')))
    await context.close()
  })
}

test('an act after the session has ended is not done, and is asked about again after the sign-in', async () => {
  const user = await server.createAccount('session-ended@example.com')
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page)
  await page.goto(`${server.issuer}/console/users/${user.id}/disable`)
  server.clock.advance(31 * 60)
  await page.getByRole('button', { name: 'Disable the user' }).click()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('E-mail address').fill(server.account.email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Nothing was changed yet').waitFor()
  assert.equal((await server.store.accounts.find(user.id))?.disabledAt, null)
  await page.getByRole('button', { name: 'Disable the user' }).click()
  await page.getByText('is disabled').waitFor()
  assert.notEqual((await server.store.accounts.find(user.id))?.disabledAt, null)
  await context.close()
})
