/**
 * The console in a process of its own: one server has the issuer's address, another one on the same
 * data has the console's listener. People sign in at the first and act at the second.
 */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../src/runtime/ports.ts'
import { runProcess, serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { cookieHeader, newVisitor } from './visitor.ts'

const EMAIL = 'ines@example.com'

/** Starts a server and waits until it answers at `origin`. */
async function serve(origin: string, flags: Readonly<Record<string, string>>): Promise<void> {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const { child } = serving(['serve', '--workers', '1', ...args])
  const isUp = () =>
    fetch(`${origin}/health/ready`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
  while (!(await isUp())) {
    assert.equal(child.exitCode, null)
    await pause(50)
  }
}

test('an operator who signed in at the issuer acts at the console of another process', async () => {
  const data = join(temporaryDirectory(), 'data')
  const ports = await Promise.all(Array.from({ length: 5 }, () => freePort('127.0.0.1')))
  const [port = 0, other = 0, listener = 0, metrics = 0, otherMetrics = 0] = ports
  const issuer = `http://127.0.0.1:${port}`
  const origin = `http://127.0.0.1:${listener}`
  const place = ['--data', data]
  const made = await runProcess(['user', 'create', EMAIL, '--no-password', '--init', ...place])
  assert.equal(made.code, 0, made.errors)
  const given = await runProcess(['operator', 'add', EMAIL, '--role', 'owner', ...place])
  assert.equal(given.code, 0, given.errors)
  const reset = await runProcess(['user', 'reset-password', EMAIL, '--json', ...place])
  const { password } = JSON.parse(reset.output)
  const common = { data, issuer, 'console-requires-second-factor': 'false' }
  await serve(issuer, { ...common, port: String(port), 'metrics-port': String(metrics) })
  await serve(origin, {
    ...{ ...common, port: String(other), 'metrics-port': String(otherMetrics) },
    'console-listen': `127.0.0.1:${listener}`,
  })

  const visitor = newVisitor({ issuer, account: { email: EMAIL } })
  await visitor.post('/sign-in', { email: EMAIL, password })
  const at = (path: string, init: RequestInit = {}) =>
    fetch(origin + path, {
      ...{ redirect: 'manual', ...init },
      headers: { cookie: cookieHeader(visitor), accept: 'text/html', origin },
    })
  const page = await at('/console/users/new')
  assert.equal(page.status, 200)
  const html = await page.text()
  const hidden = (name: string) =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
  const fields = { email: 'added@example.com', first_sign_in: 'link' }
  const form = { operator: hidden('operator'), once: hidden('once'), ...fields }
  const added = await at('/console/users/new', {
    ...{ method: 'POST', body: new URLSearchParams(form) },
  })
  const link = /data-copy[^>]*>(http[^<]+)</.exec(await added.text())?.[1] ?? ''
  // The link leads to the issuer, whichever process made it.
  assert.equal(new URL(link).origin, issuer)
  assert.match(await (await fetch(link)).text(), /name="password"/)
})
