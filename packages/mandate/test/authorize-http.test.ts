/** HTTP at the authorization endpoint: methods, forms, lengths, and strings returned unchanged. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, assertErrorPage, requestQuery } from './authorization-request.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const query = (changes?: Parameters<typeof requestQuery>[1]) => requestQuery(server, changes)
const assertPage = (asked: string) => assertErrorPage(server, asked)

test('a state of 4,000 characters comes back unchanged', async () => {
  const state = Buffer.alloc(3_000, 'state!').toString('base64')
  const visitor = newVisitor(server)
  const { address } = await visitor.signIn(
    await visitor.open({ ...simplestRequest(server), state }),
  )
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
  assert.equal(address.searchParams.get('state'), state)
  assert.equal(state.length, 4_000)
})

test('a request too long to pass through the browser is refused on a page', async () => {
  await assertPage(query({ state: 'a'.repeat(8_001) }))
})

test('a request longer than the limit for HTTP headers gets a 4xx', async () => {
  const { status } = await ask(server, query({ state: 'a'.repeat(40_000) }))
  assert.ok(status >= 400 && status < 500, String(status))
})

test('a cross-site POST, sent without the SameSite cookies, is redirected as a GET', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  const cookies = new Map(visitor.cookies)
  const response = await rawRequest(server.issuer, {
    method: 'POST',
    path: '/oauth2/authorize',
    headers: [FORM, ['Sec-Fetch-Site', 'cross-site']],
    body: `${query({ prompt: 'none', state: undefined })}&state=a#b+c d%26`,
  })
  assert.equal(response.status, 303)
  assert.equal(response.headers['set-cookie'], undefined)
  const again = await visitor.get(response.headers.location ?? '')
  const { searchParams } = new URL(again.headers.get('location') ?? '')
  assert.match(searchParams.get('code') ?? '', /^mdt_ac_/)
  assert.equal(searchParams.get('state'), 'a#b c d&')
  assert.deepEqual(visitor.cookies, cookies)
})

test('a POST that is not a UTF-8 form gets a page', async () => {
  const post = (headers: readonly (readonly [string, string])[], body: string | Uint8Array) =>
    rawRequest(server.issuer, { method: 'POST', path: '/oauth2/authorize', headers, body })
  const valid = Buffer.from(`${query()}&login_hint=`)
  const invalid = Buffer.concat([valid, Buffer.from([0xff])])
  for (const { status, headers } of [
    await post([FORM], invalid),
    await post([['Content-Type', 'application/json']], '{}'),
    await post([], query()),
  ]) {
    assert.equal(status, 400)
    assert.equal(headers.location, undefined)
    assert.match(headers['content-type'] ?? '', /^text\/html/)
  }
})
