/** The setup of a new server in the console. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newOperator, type Operator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { hiddenFields } from './visitor.ts'

const SETUP = '/console/setup'
let server: RunningServer
let owner: Operator
before(async () => {
  server = await startServer()
  owner = await newOperator(server, 'owner')
})
after(() => server.close())

const copied = (html: string) =>
  [...html.matchAll(/class="copyable"[^>]*>([^<]*)</g)].map(([, value = '']) => value)

test('the first API and the first app are added, and their secrets shown once', async () => {
  const { clients, resources } = server.store
  for (const { id } of (await clients.list({ limit: 9 })).rows) await clients.delete(id, BY)
  for (const { id } of (await resources.list({ limit: 9 })).rows) await resources.delete(id, BY)
  const page = await owner.visitor.follow(SETUP)
  const api = { name: 'Notes', uri: 'https://notes.example' }
  const added = await owner.submit(page, api, `${SETUP}/api`)
  const [apiId = '', apiSecret = ''] = copied(added.html)
  assert.equal(added.headers.get('cache-control'), 'no-store')
  assert.equal((await resources.find(apiId))?.uri, api.uri)

  const app = { name: 'Ledgerline', redirect_uri: 'https://ledgerline.example/callback' }
  const client = await owner.submit(page, app, `${SETUP}/client`)
  const [clientId = '', secret = ''] = copied(client.html)
  assert.equal((await clients.find(clientId))?.name, 'Ledgerline')
  const later = await owner.visitor.follow(SETUP)
  assert.equal(later.html.match(/>Done</g)?.length, 2)
  for (const kept of [secret, apiSecret]) assert.ok(kept !== '' && !later.html.includes(kept))

  const again = await owner.submit(page, app, `${SETUP}/client`)
  assert.match(again.html, /was already sent/)
  assert.equal((await clients.list({ limit: 9 })).rows.length, 1)
})

test('what is wrong is said beside its field, with what was typed', async () => {
  const uri = { name: 'Other', uri: 'notes' }
  const { html } = await owner.visitor.follow(SETUP)
  // Its form is not shown any more, but whoever had it open may send it.
  const own = hiddenFields(html.slice(html.indexOf(`action="${SETUP}/server"`)))
  const refused = await owner.visitor.send(`${SETUP}/api`, { ...own, ...uri })
  assert.equal(refused.status, 400)
  assert.match(refused.html, /class="field-problem"[\s\S]*value="notes"/)
})

test('the name of the server is declared, and only what was changed', async () => {
  const page = await owner.visitor.follow(SETUP)
  const values = { issuer: server.issuer, brand_name: 'Acme', brand_color: '' }
  const saved = await owner.submit(page, values, `${SETUP}/server`)
  assert.match(saved.html, /has these settings now/)
  const declared = await server.store.declaredSettings.current()
  assert.deepEqual(Object.keys(declared?.settings ?? {}), ['brand_name'])
})

test('a login is tried through an app that is gone afterwards', async () => {
  const page = await owner.visitor.follow(SETUP)
  const consent = await owner.submit(page, {}, `${SETUP}/login`)
  assert.match(consent.html, /Try-out of the console/)
  const done = await owner.visitor.decide(consent, 'allow')
  assert.match(done.html, /A login that worked/)
  assert.match(done.html, /5 minutes/)
  assert.equal((await server.store.clients.list({ limit: 9 })).rows.length, 1)

  const denied = await owner.submit(page, {}, `${SETUP}/login`)
  const end = await owner.visitor.decide(denied, 'deny')
  assert.match(end.html, /access_denied/)
  assert.equal((await server.store.clients.list({ limit: 9 })).rows.length, 1)
})

test('attack: a link to the end of a login that this browser did not begin', async () => {
  const mallory = await newOperator(server, 'owner')
  const { address } = await mallory.submit(
    await mallory.visitor.follow(SETUP),
    {},
    `${SETUP}/login`,
  )
  const pending = new URLSearchParams(address.search)
  const { rows } = await server.store.clients.list({ limit: 9 })
  const state = pending.get('state') ?? 'x.y'
  const lured = await owner.visitor.follow(`${SETUP}/login?code=mdt_ac_x&state=${state}`)
  assert.equal(lured.status, 400)
  assert.match(lured.html, /was not begun in this browser/)
  assert.equal((await server.store.clients.list({ limit: 9 })).rows.length, rows.length)
})

const BY = { by: { kind: 'system' }, at: 1_800_000_000 } as const
