/** Nobody can answer the consent page for others, or trick them into answering another question. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  as,
  askedFor,
  client,
  codeIn,
  grantsGiven,
  prepareConsentQuestions,
  server,
  visitor,
} from './consent-question.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'
import { PASSWORD } from './running-server.ts'
import { hiddenFields, newVisitor } from './visitor.ts'

prepareConsentQuestions()

test('SCENARIO 21: a request altered after it was sealed is refused', async () => {
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

test('SCENARIO 42: a question put to one browser cannot be answered by another', async () => {
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

test('a missing, unknown or repeated decision decides nothing', async () => {
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

test('a user who has since signed in in another tab is asked, and nobody answers for them', async () => {
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
