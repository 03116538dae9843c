import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import {
  type FakeMandate,
  KEY,
  startFakeMandate,
} from '../../../packages/sign-in/test/fake-mandate.ts'
import { createPlatform } from '../src/platform.ts'

const PASSWORD = 'correct horse'
const DOWN = { status: 503, headers: { 'retry-after': '60' } } as const

async function startPlatform(t: TestContext, mandate: FakeMandate, usersFile: string) {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const options = { url, issuer: mandate.issuer, key: KEY, usersFile, password: PASSWORD }
  const { listener, close } = createPlatform(options)
  server.on('request', listener)
  const stop = () => {
    close()
    server.close()
    server.closeAllConnections()
  }
  t.after(stop)
  return { url, stop }
}

async function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'notewell-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const mandate = await startFakeMandate(t)
  const usersFile = join(folder, 'users.json')
  const { url, stop } = await startPlatform(t, mandate, usersFile)
  return { mandate, stop, usersFile, ada: person(url), ben: person(url) }
}

/** A minimal browser. */
function person(url: string) {
  let cookie = ''
  async function visit(path: string, form?: Record<string, string>, origin = url) {
    const response = await fetch(url + path, {
      redirect: 'manual',
      headers: { cookie, ...(form && { origin }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    const to = response.headers.get('location')
    return { status: response.status, to, page: await response.text() }
  }
  const logIn = (name: string, more: Record<string, string> = {}) =>
    visit('/login', { email: `${name}@notewell.example`, password: PASSWORD, ...more })
  return { visit, logIn }
}

/** What Mandate has been told about users. */
function told({ requests }: FakeMandate): unknown[] {
  return requests
    .filter(({ path }) => path === '/platform/v1/users')
    .flatMap(({ body }) => JSON.parse(body).changes)
}

test('a user signs in here for Mandate, and Mandate learns who it is', async (t) => {
  const { mandate, ben } = await setUp(t)
  const id = mandate.begin({ login_hint: 'ben@notewell.example' })
  const { to: login } = await ben.visit(`/sign-in/mandate?sign_in=${id}`)
  const { page } = await ben.visit(login ?? '')
  assert.match(page, /value="ben@notewell\.example"/)
  const return_to = /name="return_to" value="([^"]*)"/.exec(page)?.[1] ?? ''

  const wrong = await ben.logIn('ben', { password: 'wrong', return_to })
  assert.deepEqual([wrong.status, wrong.to], [401, null])
  assert.match(wrong.page, /Wrong e-mail address or password/)
  assert.ok(wrong.page.includes(`value="${return_to}"`))

  const { to: back } = await ben.logIn('ben', { return_to })
  const { to: onwards } = await ben.visit(back ?? '')
  assert.ok(onwards?.startsWith(`${mandate.issuer}/sign-in/with/acme/callback?id=${id}`))
  const { subject, email, name, amr } = JSON.parse(mandate.requests.at(-1)?.body ?? '')
  assert.deepEqual(
    { subject, email, name, amr },
    { subject: 'u_1002', email: 'ben@notewell.example', name: 'Ben Okafor', amr: ['pwd'] },
  )
})

test('the login page never redirects to another site', async (t) => {
  const { ben } = await setUp(t)
  for (const return_to of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    const { page } = await ben.visit(`/login?${new URLSearchParams({ return_to })}`)
    assert.match(page, /name="return_to" value="\/"/)
    assert.equal((await ben.logIn('ben', { return_to })).to, '/')
    await ben.visit('/logout', {})
  }
})

test('for a fresh login the form is shown to a signed-in user', async (t) => {
  const { mandate, ben } = await setUp(t)
  await ben.logIn('ben')
  const future = Math.floor(Date.now() / 1000) + 1_000
  const id = mandate.begin({ prompt: ['login'], auth_time_after: future })
  const { to } = await ben.visit(`/sign-in/mandate?sign_in=${id}`)
  const { status, page } = await ben.visit(to ?? '')
  assert.equal(status, 200)
  assert.match(page, /<h1>Sign in again/)
  // Without it, a signed-in user continues at once.
  assert.equal((await ben.visit('/login?return_to=/admin')).to, '/admin')
})

test('an administrator disables, enables, signs out and deletes users, and Mandate is told', async (t) => {
  const { mandate, ada, ben } = await setUp(t)
  await ada.logIn('ada')
  await ben.logIn('ben')
  const act = (name: string) => ada.visit('/admin', { user: 'u_1002', act: name })

  assert.equal((await act('disable')).to, '/admin?done=disable')
  assert.equal((await ben.visit('/')).to, '/login')
  assert.match((await ben.logIn('ben')).page, /This account is disabled/)
  assert.match((await ada.visit('/admin')).page, /Ben Okafor<\/strong>\s*<span[^>]*>disabled</)
  await act('enable')
  assert.equal((await ben.logIn('ben')).to, '/')
  await act('sign_out')
  assert.equal((await ben.visit('/')).to, '/login')
  await act('delete')
  assert.match((await ben.logIn('ben')).page, /Wrong e-mail address/)
  assert.deepEqual(
    told(mandate),
    ['disable', 'enable', 'sign_out', 'delete'].map((change) => ({ subject: 'u_1002', change })),
  )
})

test('only administrators change users, not from another site and not themselves', async (t) => {
  const { mandate, ada, ben } = await setUp(t)
  const form = { user: 'u_1001', act: 'delete' }
  assert.equal((await ben.visit('/admin', form)).status, 403)
  await ben.logIn('ben')
  assert.equal((await ben.visit('/admin', form)).status, 403)
  assert.equal((await ben.visit('/admin')).status, 403)
  await ada.logIn('ada')
  assert.equal((await ada.visit('/admin', form)).to, '/admin')
  const other = { user: 'u_1002', act: 'delete' }
  assert.equal((await ada.visit('/admin', other, 'https://evil.example')).status, 403)
  assert.equal((await ben.visit('/')).status, 200)
  assert.deepEqual(told(mandate), [])
})

test('changes that Mandate did not get are kept across a restart and sent later', async (t) => {
  const { mandate, stop, ada, usersFile } = await setUp(t)
  await ada.logIn('ada')
  mandate.troubles.push(...Array(9).fill(DOWN))
  await ada.visit('/admin', { user: 'u_1002', act: 'disable' })
  assert.match((await ada.visit('/admin')).page, /Mandate cannot be reached/)

  stop()
  mandate.troubles.length = 0
  mandate.requests.length = 0
  const again = person((await startPlatform(t, mandate, usersFile)).url)
  await again.logIn('ada')
  assert.match((await again.visit('/admin')).page, /disabled</)
  assert.deepEqual(told(mandate), [{ subject: 'u_1002', change: 'disable' }])
})

test('sign-out here also signs out at Mandate, and sign-out there returns to Mandate', async (t) => {
  const { mandate, ben } = await setUp(t)
  await ben.logIn('ben')
  assert.equal((await ben.visit('/logout', {})).to, '/login')
  assert.deepEqual(told(mandate), [{ subject: 'u_1002', change: 'sign_out' }])

  await ben.logIn('ben')
  const back = `${mandate.issuer}/sign-in?signed_out`
  const query = new URLSearchParams({ return_to: back })
  assert.equal((await ben.visit(`/logout?${query}`)).to, back)
  assert.equal((await ben.visit('/')).to, '/login')
  assert.equal((await ben.visit('/logout?return_to=https://evil.example/')).to, '/login')
})
