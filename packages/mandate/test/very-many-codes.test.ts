/** SCENARIO 72: a program with a user's session requests codes in a loop. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exchange } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('after 600 codes in a minute the client is told to retry later, and ten rows are left', async () => {
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), state: 'a-state' }
  const first = await visitor.signIn(await visitor.open(request))
  const answers = [first.address]
  while (answers.length < 610) answers.push((await visitor.open(request)).address)
  const codes = answers.flatMap(({ searchParams }) => searchParams.get('code') ?? [])
  assert.equal(codes.length, 600)
  const refused = answers.at(-1)?.searchParams
  assert.equal(refused?.get('error'), 'temporarily_unavailable')
  assert.equal(refused.get('state'), 'a-state')
  assert.match(refused.get('error_description') ?? '', /try again in a minute/)

  const whose = { accountId: server.account.id }
  assert.equal((await server.store.grants.list(whose, { limit: 1_000 })).rows.length, 10)
  const facts = await server.store.facts.list(whose, 1_000)
  assert.equal(facts.filter(({ kind }) => kind === 'grant.created').length, 10)
  assert.equal((await exchange(server, codes.at(-1) ?? '')).status, 200)
  const old = await Promise.all(codes.slice(0, 100).map((code) => exchange(server, code)))
  assert.ok(old.filter(({ status }) => status === 200).length < 10)

  assert.equal((await visitor.get('/account')).status, 200)
  server.clock.advance(60)
  assert.ok((await visitor.open(request)).address.searchParams.has('code'))
})
