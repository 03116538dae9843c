/**
 * Devices with a real browser: the program of the guide in a terminal, and openid-client, which knows
 * nothing of this server.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as openid from 'openid-client'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../packages/mandate/test/browser.ts'
import {
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { runCommand } from '../packages/mandate/test/command-line/run-command.ts'
import { readGuide } from './guides/guide.ts'
import { repository } from './guides/terminal.ts'

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

interface Demo {
  readonly issuer: string
  readonly username: string
  readonly password: string
  readonly api_url: string
}

const folder = temporaryDirectory()
const data = join(folder, 'demo')
const running = serving(['demo', '--json', '--port', '0', '--data', data])
let browser: Browser
let demo: Demo
let clientId: string
before(async () => {
  browser = await openBrowser()
  demo = JSON.parse((await running.until(/^.*\n/))[0])
  const { output } = await runCommand([
    ...['client', 'create', '--data', data, '--json', '--name', 'Notes for the terminal'],
    ...['--public', '--scope', 'all', '--grant-type', DEVICE_CODE, 'refresh_token'],
  ])
  clientId = JSON.parse(output).client_id
})
after(() => browser.close())

async function newPerson(options: { readonly javaScriptEnabled: boolean }): Promise<Page> {
  return (await browser.newContext(options)).newPage()
}

const discover = () =>
  openid.discovery(new URL(demo.issuer), clientId, undefined, openid.None(), {
    execute: [openid.allowInsecureRequests],
    algorithm: 'oauth2',
  })

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill(demo.username)
  await page.getByLabel('Password').fill(demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The program of the guide, as it is printed there. */
function startProgram() {
  const guide = readGuide(readFileSync(join(repository, 'docs/guides/devices.md'), 'utf8'))
  const saved = guide.find((step) => step.kind === 'save' && step.name === 'notes.js')
  assert.ok(saved?.kind === 'save')
  writeFileSync(join(folder, 'notes.js'), saved.text)
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(join(repository, 'node_modules/qr'), join(folder, 'node_modules/qr'))
  const program = spawn(process.execPath, ['notes.js'], {
    cwd: folder,
    env: { ...process.env, ISSUER: demo.issuer, CLIENT_ID: clientId },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  program.stdout.on('data', (chunk) => {
    printed += chunk
  })
  const until = async (text: RegExp) => {
    for (;;) {
      const found = text.exec(printed)
      if (found !== null) return found
      await once(program.stdout, 'data')
    }
  }
  return { program, until, ended: once(program, 'exit') }
}

test('a program in a terminal is connected from a browser without JavaScript, by keyboard alone', async () => {
  const { program, until, ended } = startProgram()
  try {
    const [, address = '', code = ''] = await until(/Open (\S+) and type (\S+)/)
    const page = await newPerson({ javaScriptEnabled: false })
    await page.goto(address)
    const field = page.getByLabel('Code')
    assert.equal(await field.getAttribute('autocapitalize'), 'characters')
    assert.ok(await field.evaluate((input) => input === input.ownerDocument.activeElement))
    await page.keyboard.type(code.toLowerCase().replace('-', ' '))
    await page.keyboard.press('Enter')
    await signIn(page)
    await page
      .getByRole('heading', { name: 'Connect a device that uses Notes for the terminal?' })
      .waitFor()
    assert.ok((await page.getByText(code, { exact: true }).count()) > 0)
    await page.getByRole('button', { name: 'Allow' }).press('Enter')
    await page.getByRole('heading', { name: 'Connected' }).waitFor()
    await until(/Connected\./)
    assert.deepEqual(await ended, [0, null])
    const { access_token } = JSON.parse(readFileSync(join(folder, 'notes.json'), 'utf8'))
    const headers = { authorization: `Bearer ${access_token}` }
    assert.equal((await fetch(`${demo.api_url}/me`, { headers })).status, 200)
    await page.goto(`${demo.issuer}/account`)
    await page.getByText('Notes for the terminal').first().waitFor()
    await page.context().close()
  } finally {
    program.kill()
  }
})

test('openid-client polls until the person has followed the link and pressed both buttons', async () => {
  const config = await discover()
  const codes = await openid.initiateDeviceAuthorization(config, { scope: 'all' })
  const polling = openid.pollDeviceAuthorizationGrant(config, codes)
  const page = await newPerson({ javaScriptEnabled: true })
  await page.goto(String(codes.verification_uri_complete))
  assert.equal(await page.getByLabel('Code').inputValue(), codes.user_code)
  await page.getByRole('button', { name: 'Continue' }).click()
  await signIn(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('heading', { name: 'Connected' }).waitFor()
  const tokens = await polling
  assert.equal(tokens.scope, 'all')
  const refreshed = await openid.refreshTokenGrant(config, String(tokens.refresh_token))
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token)
  await page.context().close()
})

test('openid-client is told when the person says no', async () => {
  const config = await discover()
  const codes = await openid.initiateDeviceAuthorization(config, {})
  const refused = assert.rejects(openid.pollDeviceAuthorizationGrant(config, codes), {
    error: 'access_denied',
  })
  const page = await newPerson({ javaScriptEnabled: true })
  await page.goto(codes.verification_uri)
  await page.getByLabel('Code').fill(codes.user_code)
  await page.getByRole('button', { name: 'Continue' }).click()
  await signIn(page)
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  await refused
  await page.context().close()
})
