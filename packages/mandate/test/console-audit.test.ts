/** The audit page of the console, as an auditor sees it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACT } from './act.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

test('an auditor finds who did what by kind, actor and party, and nothing about it can be changed', async () => {
  await using server = await startServer()
  const { account, client, store } = server
  await store.operators.insert({ accountId: account.id, role: 'auditor', createdAt: 1 }, ACT)
  const by = { kind: 'operator', via: 'console', id: 'account:jo', network: '192.0.2.7' } as const
  const actor = { ...by, permissions: new Set<never>(), from: { network: by.network } }
  await store.clients.disable(client.id, { by: actor, at: 1 })
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: account.email, password: PASSWORD })
  const page = async (address: string) => {
    const answer = await visitor.get(address)
    return [answer.status, await answer.text()] as const
  }
  const [status, all] = await page('/console/audit')
  assert.equal(status, 200)
  assert.match(all, /<code>client\.disabled<\/code>/)
  assert.match(all, /No event was sealed yet/)

  const [, found] = await page(`/console/audit?what=client&who=account%3Ajo&about=${client.id}`)
  assert.match(found, /192\.0\.2\.7/)
  assert.doesNotMatch(found, /client\.created/)
  const [, none] = await page('/console/audit?who=jo.martin%40example.com&what=client')
  assert.match(none, /No event is kept that fits/)

  const address = /href="(\/console\/audit\/[^"]+)"/.exec(found)?.[1] ?? ''
  const [, one] = await page(address)
  assert.match(one, /client\.disabled/)
  assert.match(one, /console/)
  assert.equal((await page('/console/audit/1.nothing'))[0], 404)
  assert.equal((await page('/console/audit?from=%00'))[0] < 500, true)
  assert.equal((await visitor.post(address, {})).status, 405)
})
