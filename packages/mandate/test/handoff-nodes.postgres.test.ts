/** Handoff on two nodes with one PostgreSQL database. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { type Platform, startPlatform } from './handoff-platform.ts'
import { REDIRECT_URI } from './running-server.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { cookieHeader, newVisitor } from './visitor.ts'

let place: Awaited<ReturnType<typeof createTestPlace>>
let platform: Platform
let node: string
before(async () => {
  place = await createTestPlace()
  platform = await startPlatform({ open: () => openPostgresStore({ url: place.location }) })
  node = await platform.server.addNode()
})
after(async () => {
  await platform.server.close()
  await place.remove()
  await endTestServer()
})

const ada = { subject: 'ada', email: 'ada@acme.example' }

test('one node gets the answer, and the browser continues at the other', async () => {
  const browser = newVisitor(platform.server)
  const id = await platform.begin(browser)
  assert.equal((await platform.read(id, { node })).status, 200)
  const { body } = await platform.answer(id, ada, { node })
  const { address } = await browser.follow(String(body['continue_url']))
  assert.equal(address.origin, REDIRECT_URI)
})

test('two nodes get different answers at the same time: one counts', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await platform.begin(newVisitor(platform.server))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        platform.answer(
          id,
          { subject: `racer-${round}-${number}` },
          number % 2 === 0 ? {} : { node },
        ),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [200, ...Array(7).fill(409)])
  }
})

test('two nodes get the continuation at the same time: one signs in', async () => {
  const browser = newVisitor(platform.server)
  const goOn = await platform.continueUrl(await platform.begin(browser), ada)
  const headers = { cookie: cookieHeader(browser) }
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, number) =>
      fetch(number % 2 === 0 ? goOn : goOn.replace(platform.server.issuer, node), {
        headers,
        redirect: 'manual',
      }),
    ),
  )
  const began = all.filter(({ headers: sent }) =>
    sent.getSetCookie().some((cookie) => cookie.startsWith('mandate_session=')),
  )
  assert.equal(began.length, 1)
})
