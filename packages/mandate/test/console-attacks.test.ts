/**
 * What strangers put into names, browsers and search boxes, and what support must not see: tried on
 * the console's pages over HTTP.
 */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { ACT } from './act.ts'
import { newOperator, type Operator } from './console-visitor.ts'
import { exchange, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode } from './visitor.ts'

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

let server: RunningServer
let owner: Operator
let support: Operator
before(async () => {
  server = await startServer()
  owner = await newOperator(server, 'owner')
  support = await newOperator(server, 'support')
})
after(() => server.close())

const pageOf = async ({ visitor }: Operator, address: string) => {
  const { status, html } = await visitor.follow(address)
  assert.equal(status, 200, address)
  return html
}

const search = (operator: Operator, q: string) =>
  operator.visitor
    .follow('/console')
    .then((page) => operator.submit(page, { q }, '/console/search'))

test('stored XSS: names, browsers, addresses and logos that strangers choose stay text', async () => {
  const { client } = await server.register({
    name: HOSTILE,
    redirectUris: [`https://app.example/?x=${encodeURIComponent('<b>')}'`],
  })
  await server.store.clients.update(
    client.id,
    { publisher: HOSTILE, clientUri: `javascript:alert(1)//${HOSTILE}`, policyUri: HOSTILE },
    ACT,
  )
  const user = await server.createAccount('hostile@example.com')
  await server.store.accounts.update(
    user.id,
    { name: HOSTILE, profile: { nickname: HOSTILE } },
    ACT,
  )
  await server.store.accounts.link(user.id, { provider: HOSTILE, subject: HOSTILE }, ACT)
  const visitor = newVisitor(server)
  const form = { email: user.email, password: PASSWORD }
  await visitor.post('/sign-in', form, { 'user-agent': HOSTILE })
  const id = encodeURIComponent(client.id)
  for (const address of [
    ...['/console/users', `/console/users/${user.id}`, `/console/users/${user.id}/delete`],
    ...['/console/clients', `/console/clients/${id}`, `/console/clients/${id}/edit`],
    ...[`/console/clients/${id}/delete`, `/console/search?q=${encodeURIComponent(HOSTILE)}`],
    ...[`/console/why?user=${user.id}&client=${id}`, `/console/grants?user=${user.id}`],
  ]) {
    const html = await pageOf(owner, address)
    assert.doesNotMatch(html, /<script>|<img src=x|onerror=alert\(1\)>|href="javascript/, address)
  }
})

test('a pasted token is reduced to its grant, and is in no address, no page and no log', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  for (const token of [accessToken, refreshToken]) {
    const before = server.log.length
    const found = await search(owner, ` Bearer ${token} `)
    assert.match(found.address.pathname, /^\/console\/grants\/[0-9a-f]{32}$/)
    assert.doesNotMatch(found.html, /mdt_(at|rt)_/)
    // Somebody puts it into the address by hand.
    const answer = await owner.visitor.get(`/console/search?q=${token}`)
    assert.equal(answer.status, 303)
    assert.doesNotMatch(answer.headers.get('location') ?? '', /mdt_/)
    assert.doesNotMatch(server.log.slice(before).join('\n'), /mdt_(at|rt)_/)
  }
  const secret = await search(owner, server.clientSecret)
  assert.match(secret.html, /the secret of a client or an API/)
  assert.doesNotMatch(secret.html + secret.address.href, new RegExp(server.clientSecret))
})

test('log injection: what is searched for cannot write a line of the log', async () => {
  const before = server.log.length
  await search(owner, 'x\n{"level":"error","msg":"forged"}\r\n')
  await owner.visitor.get('/console/users/%0A%7B%22msg%22%3A%22forged%22%7D')
  const lines = server.log.slice(before)
  assert.ok(lines.length > 0)
  for (const line of lines) {
    assert.doesNotThrow(() => JSON.parse(line), line)
    assert.doesNotMatch(line, /forged/)
  }
})

test('nobody can make the console say something by a link', async () => {
  const other = await newOperator(server, 'owner')
  const user = await server.createAccount('told@example.com')
  const page = await other.visitor.follow(`/console/users/${user.id}`)
  const told = await other.submit(page, {}, `/console/users/${user.id}/unlock`)
  assert.match(told.html, /Failed sign-ins are forgotten/)
  const elsewhere = await pageOf(owner, told.address.pathname + told.address.search)
  assert.doesNotMatch(elsewhere, /Failed sign-ins are forgotten/)
})

test('support finds out why an app was signed out, and sees no more than that needs', async () => {
  const user = await server.createAccount('why@example.com')
  const profile = { phone_number: '+46 70 123 45 67' }
  await server.store.accounts.update(user.id, { profile }, ACT)
  const form = { code: await obtainCode(server, undefined, { email: user.email }) }
  const first = tokensOf(await exchange(server, form.code))
  await refresh(server, first.refreshToken)
  await refresh(server, first.refreshToken)
  const why = await pageOf(support, `/console/why?user=why@example.com&client=${server.client.id}`)
  assert.match(why, /used an old refresh token a second time/)
  assert.match(why, /For your safety we ended the connection/)
  const page = await pageOf(support, `/console/users/${user.id}`)
  assert.doesNotMatch(page, /\+46 70/)
  assert.doesNotMatch(page, /Recent activity|\/delete"|\/disable"|reset-link/)
  assert.match(await pageOf(owner, `/console/users/${user.id}`), /\+46 70/)
})

test('nobody takes over an operator who may do more: the console offers nothing and refuses all', async () => {
  const operator = await newOperator(server, 'operator')
  const address = `/console/users/${owner.account.id}`
  const page = await pageOf(operator, address)
  assert.doesNotMatch(page, /\/reset-link"|\/delete"|\/disable"|\/unlock"/)
  for (const act of ['reset-link', 'disable', 'passkeys/remove', 'authenticator/remove']) {
    const question = await operator.visitor.follow(`${address}/${act}`)
    const refused = await operator.submit(question)
    assert.equal(refused.status, 403, act)
  }
  assert.equal((await server.store.accounts.find(owner.account.id))?.disabledAt, null)
})

test('an error reference leads to its explanation, and an unknown one to nothing', async () => {
  const refused = await exchange(server, 'mdt_ac_nonsense')
  const reference = new URL(String(refused.body['error_uri'])).pathname.split('/').at(-1) ?? ''
  // It is kept some time after the answer is sent.
  let found = await search(owner, reference)
  for (let tries = 0; tries < 100 && !found.html.includes('id="refusal"'); tries++) {
    found = await search(owner, reference)
  }
  assert.match(found.html, /Refused requests/)
  const unknown = await search(owner, `invalid_grant.${randomUUID()}`)
  assert.match(unknown.html, /Nothing found/)
})
