/** Disconnecting an app while it is being connected: what the account page answered remains true. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Client } from '../src/store/records.ts'
import { ACT } from './act.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

let server: RunningServer
let app: Client
/** Runs once, right before the next grant is inserted. */
let meanwhile: (() => Promise<unknown>) | undefined
before(async () => {
  server = await startServer({
    wrap: (store) => ({
      ...store,
      grants: {
        ...store.grants,
        async insert(grant) {
          const act = meanwhile
          meanwhile = undefined
          await act?.()
          return store.grants.insert(grant, ACT)
        },
      },
    }),
  })
  app = (await server.register({ trusted: false })).client
})
after(() => server.close())

function open(visitor: Visitor) {
  const request = { response_type: 'code', client_id: app.id, redirect_uri: REDIRECT_URI }
  return visitor.open(request)
}

async function disconnect(visitor: Visitor): Promise<void> {
  const page = await visitor.post('/account/disconnect', { client_id: app.id })
  assert.match(await page.text(), /is disconnected/)
}

async function liveGrants(): Promise<number> {
  const whose = { accountId: server.account.id, clientId: app.id }
  const { rows } = await server.store.grants.list(whose, { limit: 1000 })
  return rows.filter(({ revokedAt }) => revokedAt === null).length
}

test('an app that connects in the background while being disconnected ends up disconnected', async () => {
  const visitor = newVisitor(server)
  await visitor.decide(await visitor.signIn(await open(visitor)), 'allow')
  assert.equal(await liveGrants(), 1)

  meanwhile = () => disconnect(visitor)
  const { address } = await open(visitor)
  assert.equal(address.searchParams.get('error'), 'access_denied')
  assert.equal(await liveGrants(), 0)
  assert.equal((await open(visitor)).address.pathname, '/consent')
})

test('so does an app that was allowed in another tab at the same moment', async () => {
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await open(visitor))
  meanwhile = () => disconnect(visitor)
  const { address } = await visitor.decide(page, 'allow')
  assert.equal(address.searchParams.get('error'), 'access_denied')
  assert.equal(await liveGrants(), 0)
})
