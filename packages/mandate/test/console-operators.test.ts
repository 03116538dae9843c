/** Operators and their roles in the console. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newOperator, type Operator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'

const OPERATORS = '/console/operators'

let server: RunningServer
let owner: Operator
before(async () => {
  server = await startServer()
  owner = await newOperator(server, 'owner')
})
after(() => server.close())

test('an owner changes a role, confirms one that waits, and takes it away', async () => {
  const { account } = await newOperator(server, 'auditor')
  const roleOf = async () => (await server.store.operators.find(account.id))?.role
  const place = `${OPERATORS}/${account.id}`
  const list = await owner.visitor.follow(OPERATORS)
  await owner.submit(list, { role: 'support' }, `${place}/role`)
  assert.equal(await roleOf(), 'support')
  await owner.submit(list, { role: 'king' }, `${place}/role`)
  assert.equal(await roleOf(), 'support')

  const by = { kind: 'account', id: account.id } as const
  const link = { provider: 'acme', subject: account.id }
  await server.store.accounts.link(account.id, link, { by, at: server.clock.now() })
  const question = await owner.visitor.follow(`${place}/confirm`)
  assert.match(question.html, /acme/)
  assert.match((await owner.submit(question)).html, /is confirmed/)
  assert.equal((await server.store.operators.find(account.id))?.unconfirmedSince, null)

  const gone = await owner.submit(await owner.visitor.follow(`${place}/remove`))
  assert.equal(gone.address.pathname, OPERATORS)
  assert.equal(await roleOf(), undefined)
  for (const act of ['confirm', 'remove']) {
    assert.equal((await owner.visitor.follow(`${place}/${act}`)).status, 404, act)
  }
})

test('the last owner stays one', async () => {
  const place = `${OPERATORS}/${owner.account.id}`
  const list = await owner.visitor.follow(OPERATORS)
  await owner.submit(list, { role: 'support' }, `${place}/role`)
  await owner.submit(await owner.visitor.follow(`${place}/remove`))
  assert.equal((await server.store.operators.find(owner.account.id))?.role, 'owner')
})
