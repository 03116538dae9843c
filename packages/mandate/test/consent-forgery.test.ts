/** Nobody answers the consent page for somebody else, or has them answer another question. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, askedFor, client, codeIn, grantsGiven, server, visitor } from './consent-question.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { PASSWORD } from './running-server.ts'
import { cookieHeader, hiddenFields, newVisitor } from './visitor.ts'

test('SCENARIO 21: what a form adds or alters changes nothing; the original request wins', async () => {
  const asked = await askedFor({ scope: 'read' })
  const form = {
    ...hiddenFields(asked.html),
    decision: 'allow',
    client_id: server.client.id,
    redirect_uri: 'https://evil.example',
    scope: 'all read write',
    state: 'evil',
    response_mode: 'form_post',
  }
  const response = await visitor.post(asked.address.href, form)
  const location = new URL(response.headers.get('location') ?? '')
  assert.equal(location.origin, 'https://urltoclient:4443')
  assert.equal(location.searchParams.get('state'), 'abc')
  const code = location.searchParams.get('code') ?? ''
  const answer = await exchange(server, code, { as })
  assert.equal(answer.body['scope'], 'read')
})

test('SCENARIO 21: a request that was altered after it was sealed is refused', async () => {
  const asked = await askedFor({ scope: 'read' })
  const [payload = '', seal] = (asked.address.searchParams.get('pending') ?? '').split('.')
  const text = Buffer.from(payload, 'base64url').toString()
  const wider = text.replace('"scope":["read"]', '"scope":["all"]')
  assert.notEqual(wider, text)
  const pending = `${Buffer.from(wider).toString('base64url')}.${seal}`
  const form = { ...hiddenFields(asked.html), decision: 'allow' }
  const response = await visitor.post(`/consent?pending=${pending}`, form)
  assert.equal(response.status, 400)
  assert.equal((await visitor.post('/consent', form)).status, 400)
  assert.equal(await grantsGiven(), 0)
})

test('SCENARIO 42: no other site can make a signed-in person agree', async () => {
  const asked = await askedFor()
  const form = { ...hiddenFields(asked.html), decision: 'allow' }
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    const { status } = await visitor.post(asked.address.href, form, headers)
    assert.equal(status, 400, JSON.stringify(headers))
  }
  const query = `${asked.address.search}&decision=allow&account=${server.account.id}`
  assert.equal((await visitor.get(`/consent${query}`)).status, 200)
  const head = await rawRequest(server.issuer, {
    method: 'HEAD',
    path: `/consent${query}`,
    headers: [['Cookie', cookieHeader(visitor)]],
  })
  assert.equal(head.status, 405)
  assert.equal(await grantsGiven(), 0)
})

test('SCENARIO 42: a question that was put to one browser is not answered by another', async () => {
  const asked = await askedFor()
  const victim = newVisitor(server)
  await victim.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const form = { ...hiddenFields(asked.html), decision: 'allow' }
  for (const shown of [
    await victim.post(asked.address.href, form),
    await victim.get(asked.address.href),
  ]) {
    assert.equal(shown.headers.get('location'), null)
    assert.match(await shown.text(), /name="decision"/)
  }
  assert.equal(await grantsGiven(), 0)
})

test('a decision that is missing, unknown or repeated decides nothing', async () => {
  const asked = await askedFor()
  const hidden = hiddenFields(asked.html)
  for (const decision of ['', 'yes', 'ALLOW']) {
    const response = await visitor.post(asked.address.href, { ...hidden, decision })
    assert.equal(response.status, 400)
    assert.match(await response.text(), /name="decision" value="allow"/)
  }
  assert.equal((await visitor.post(asked.address.href, hidden)).status, 400)
  assert.equal(await grantsGiven(), 0)
})

test('who signed in meanwhile, in another tab, is asked and not answered for', async () => {
  const asked = await askedFor()
  const other = await server.createAccount(`meanwhile.${client.id}@example.com`)
  await visitor.post('/sign-in', { email: other.email, password: PASSWORD })
  const again = await visitor.decide(asked, 'allow')
  assert.equal(again.status, 400)
  assert.ok(again.html.includes(other.email))
  assert.equal(await grantsGiven(), 0)
  const code = codeIn(await visitor.decide(again, 'allow'))
  const { accessToken } = tokensOf(await exchange(server, code, { as }))
  assert.equal((await introspect(server, accessToken)).body['sub'], other.id)
})
