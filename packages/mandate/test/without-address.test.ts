/** A person whose account has neither an address nor a password, signed in by other means. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startSession } from '../src/people/session.ts'
import { ACT } from './act.ts'
import { as, codeIn, request, server, visitor } from './consent-question.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'

async function signedIn(): Promise<string> {
  const id = randomBytes(16).toString('hex')
  const now = server.clock.now()
  const nothing = { email: null, emailKey: null, passwordHash: null }
  await server.store.accounts.insert({ id, ...nothing, createdAt: now, disabledAt: null }, ACT)
  const proof = { accountId: id, amr: ['hwk', 'user'], passwordHash: null, authTime: now }
  const { sessions } = server.store
  const started = await startSession({ sessions, random: randomBytes }, proof, now + 60)
  visitor.cookies.set('mandate_session', started?.cookieSecret ?? '')
  return id
}

test('every page identifies such an account without an address', async () => {
  await signedIn()
  for (const path of ['/', '/account', '/sign-out']) {
    const { status, html } = await visitor.follow(path)
    assert.equal(status, 200)
    assert.match(html, /an account without an e-mail address/, path)
    assert.doesNotMatch(html, /null|undefined/, path)
  }
})

test('such a person can allow an app, which is told no address', async () => {
  const id = await signedIn()
  const asked = await visitor.open(request({ scope: 'read' }))
  assert.equal(asked.address.pathname, '/consent')
  assert.match(asked.html, /an account without an e-mail address/)
  const code = codeIn(await visitor.decide(asked, 'allow'))
  const { accessToken } = tokensOf(await exchange(server, code, { as }))
  const { resource } = server
  const needing = { needsUsernameSince: 0 }
  await server.store.resources.update(resource.id, needing, ACT)
  const { body } = await introspect(server, accessToken)
  assert.deepEqual([body['sub'], Object.hasOwn(body, 'username')], [id, false])
})
