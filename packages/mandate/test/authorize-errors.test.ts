/** Errors that the authorization endpoint sends to the redirect URI (RFC 6749 §4.1.2.1). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertErrorPage, requestQuery } from './authorization-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const query = (changes?: Parameters<typeof requestQuery>[1]) => requestQuery(server, changes)
const assertPage = (asked: string) => assertErrorPage(server, asked)

test('parameters that are not a UTF-8 form end on a page', async () => {
  for (const broken of ['login_hint=%', 'login_hint=%zz', 'login_hint=%ff', 'x=%00', '%c0%80=1']) {
    await assertPage(`${query()}&${broken}`)
  }
})

test('prompt=none and a sign-in older than max_age is login_required', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  server.clock.advance(100)
  const request = { ...simplestRequest(server), prompt: 'none' }
  const young = await visitor.open({ ...request, max_age: '100' })
  assert.match(young.address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const old = await visitor.open({ ...request, max_age: '99' })
  assert.equal(old.address.searchParams.get('error'), 'login_required')
})
