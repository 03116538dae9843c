/** A handoff while the database, the server or the platform fails. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { breakableStore } from './breakable-store.ts'
import { type Platform, startPlatform } from './handoff-platform.ts'
import { REDIRECT_URI } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const store = breakableStore()
let folder: string
let platform: Platform
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-handoff-'))
  platform = await startPlatform({ wrap: store.wrap, database: join(folder, 'mandate.db') })
})
afterEach(() => store.broken.clear())
after(async () => {
  await platform.server.close()
  await rm(folder, { recursive: true })
})

const ada = { subject: 'ada', email: 'ada@acme.example' }

test('a storage failure at the continuation is 503 and does not use it up', async () => {
  for (const verb of [
    'signInAnswers.find',
    'accounts.findByIdentity',
    'sessions.insertWithAnswer',
  ]) {
    const browser = newVisitor(platform.server)
    const goOn = await platform.continueUrl(await platform.begin(browser), ada)
    store.broken.add(verb)
    const response = await browser.get(goOn)
    store.broken.clear()
    assert.equal(response.status, 503, verb)
    assert.match(response.headers.get('retry-after') ?? '', /^[1-9]/)
    assert.match(await response.text(), /Nothing is lost/)
    const { address } = await browser.follow(goOn)
    assert.equal(address.origin, REDIRECT_URI, verb)
  }
})

test('a storage failure at the answer is 503, and the same answer is accepted later', async () => {
  const subjects = ['signInAnswers.find', 'signInAnswers.insert', 'accounts.insert']
  for (const subject of subjects) {
    const browser = newVisitor(platform.server)
    const id = await platform.begin(browser)
    store.broken.add(subject)
    const { status, body } = await platform.answer(id, { subject })
    store.broken.clear()
    assert.deepEqual([status, body['code']], [503, 'temporarily_unavailable'], subject)
    const { address } = await browser.follow(await platform.continueUrl(id, { subject }))
    assert.equal(address.origin, REDIRECT_URI, subject)
  }
})

test('the server may restart between all steps', async () => {
  const { server } = platform
  const browser = newVisitor(server)
  const id = await platform.begin(browser)
  await server.restart()
  assert.equal((await platform.read(id)).status, 200)
  await server.restart()
  const goOn = await platform.continueUrl(id, ada)
  await server.restart()
  assert.equal((await platform.answer(id, ada)).body['continue_url'], goOn)
  const { address } = await browser.follow(goOn)
  assert.equal(address.origin, REDIRECT_URI)
})

test('one node starts, another gets the answer, and a third continues', async () => {
  const { server } = platform
  const node = await server.addNode()
  const third = await server.addNode()
  const browser = newVisitor(server)
  const id = await platform.begin(browser)
  const { body } = await platform.answer(id, ada, { node })
  const { address } = await browser.follow(
    String(body['continue_url']).replace(server.issuer, third),
  )
  assert.equal(address.origin, REDIRECT_URI)
})

test('while the platform is down nothing is left half-done, and the next sign-in works', async () => {
  const { server } = platform
  const browser = newVisitor(server)
  const facts = async () => (await server.store.facts.list({}, 1_000)).length
  const before = await facts()
  // The browser arrives at a page that is not there, and the person tries again and again.
  for (let i = 0; i < 3; i++) await platform.begin(browser)
  assert.equal(await facts(), before)
  assert.equal(browser.cookies.has('mandate_session'), false)
  const { address } = await platform.signIn(browser, 'ada')
  assert.equal(address.origin, REDIRECT_URI)
})
