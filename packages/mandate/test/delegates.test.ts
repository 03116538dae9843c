/** Who acts for me through whom: seen on the account page and in `grant list`, and ended one by one. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Credentials, introspect, obtainTokens, post, revoke } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

async function register(name: string, of?: Credentials): Promise<Credentials> {
  const isAgent = { grantTypes: [TYPE], redirectUris: [], trusted: false }
  const metadata = { token_exchange_clients: of === undefined ? [] : [of.id] }
  const described = of === undefined ? { name } : { ...isAgent, name, metadata }
  const { client, secret } = await server.register(described)
  return { id: client.id, secret }
}

async function exchange(subject_token: string, as: Credentials): Promise<string> {
  const subject_token_type = 'urn:ietf:params:oauth:token-type:access_token'
  const form = {
    grant_type: TYPE,
    subject_token,
    subject_token_type,
    resource: server.resource.uri,
  }
  const { body } = await post(`${server.issuer}/oauth2/token`, form, { as })
  return String(body['access_token'])
}

let made = 0
/** An app with an agent below it and another one below that, and the account page of their user. */
async function setUp() {
  made += 1
  const names = { app: `Desk ${made}`, agent: `Assistant ${made}`, below: `Search ${made}` }
  const app = await register(names.app)
  const agent = await register(names.agent, app)
  const below = await register(names.below, agent)
  const { accessToken, refreshToken } = await obtainTokens(server, { as: app })
  const ofAgent = await exchange(accessToken, agent)
  const ofBelow = await exchange(ofAgent, below)
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const page = async () => (await visitor.get('/account')).text()
  const good = async () =>
    Promise.all(
      [accessToken, ofAgent, ofBelow].map(
        async (token) => (await introspect(server, token)).body['active'],
      ),
    )
  return { names, app, refreshToken, visitor, page, good }
}

const told = (page: string) => page.replaceAll(/<[^>]*>/g, '')
const grantOf = (page: string, name: string): string => {
  const item = page.split('<li>').find((one) => told(one).startsWith(name)) ?? ''
  return (
    /name="grant" value="([0-9a-f]{32})"/.exec(item)?.[1] ?? assert.fail(`nothing ends ${name}`)
  )
}

test('the page shows who acts through whom, and ends one with all below it, but not the app', async () => {
  const { names, page, visitor, good, refreshToken, app } = await setUp()
  const before = await page()
  assert.ok(told(before).includes(`These programs act for you through ${names.app}`))
  assert.ok(told(before).includes(`${names.below}, through ${names.agent}`))
  const headings = [...before.matchAll(/<h2.*<\/h2>/g)].map(([heading]) => told(heading))
  assert.deepEqual(headings, [names.app])
  const grant = grantOf(before, names.agent)
  const answer = await (await visitor.post('/account/end-delegate', { grant })).text()
  assert.ok(told(answer).includes(`${names.agent} can no longer act for you through that app`))
  assert.doesNotMatch(answer, new RegExp(names.below))
  assert.deepEqual(await good(), [true, false, false])
  assert.equal((await revoke(server, refreshToken, app)).status, 200)
})

test('disconnecting the app ends everything that acts through it', async () => {
  const { names, page, visitor, good, app } = await setUp()
  assert.ok(told(await page()).includes(`${names.below}, through ${names.agent}`))
  const answer = await visitor.post('/account/disconnect', { client_id: app.id })
  assert.doesNotMatch(await answer.text(), new RegExp(`${names.agent}|${names.below}`))
  assert.deepEqual(await good(), [false, false, false])
  const activity = await (await visitor.get('/account/activity')).text()
  assert.ok(told(activity).includes(`${names.agent} started to act for you through another app`))
})

test('only who acts through an app can be ended so, and only by its user', async () => {
  const { names, page, visitor, good } = await setUp()
  const grant = grantOf(await page(), names.below)
  const other = await server.createAccount('somebody.else@example.com')
  const stranger = newVisitor(server)
  await stranger.post('/sign-in', { email: other.email, password: PASSWORD })
  await stranger.post('/account/end-delegate', { grant })
  const { rows } = await server.store.grants.list({ accountId: server.account.id }, { limit: 1000 })
  for (const { id, parent } of rows) {
    if (parent === null) await visitor.post('/account/end-delegate', { grant: id })
  }
  assert.deepEqual(await good(), [true, true, true])
})
