/** A person whose account has neither an address nor a password, signed in by other means. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startSession } from '../src/people/session.ts'
import { ACT } from './act.ts'
import {
  as,
  codeIn,
  prepareConsentQuestions,
  request,
  server,
  visitor,
} from './consent-question.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'

prepareConsentQuestions()

async function signedIn(email: string | null = null): Promise<string> {
  const id = randomBytes(16).toString('hex')
  const now = server.clock.now()
  const nothing = {
    email,
    emailKey: null,
    language: null,
    profile: null,
    deletion: null,
    terms: null,
    passwordHash: null,
    emailVerified: false,
    name: null,
  }
  await server.store.accounts.insert({ id, ...nothing, createdAt: now, disabledAt: null }, ACT)
  const proof = {
    accountId: id,
    amr: ['hwk', 'user'],
    acr: null,
    provider: null,
    passwordHash: null,
    authTime: now,
  }
  const { sessions } = server.store
  const settings = { sessionSeconds: 60, sessionIdleSeconds: 0, keepSignedInSeconds: 0 }
  const started = await startSession({ sessions, random: randomBytes, settings }, proof, {
    at: now,
    from: { browser: 'a browser', agent: '', network: '127.0.0.1' },
    isKept: false,
  })
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
  assert.deepEqual(await toldTo('an account without an e-mail address'), { sub: id })
})

test('an address that may be somebody else’s is shown to the person, and told to nobody', async () => {
  const id = await signedIn('victim@example.com')
  assert.deepEqual(await toldTo('victim@example.com'), { sub: id })
})

/** What an API that needs the address is told, once the person on the page has allowed the app. */
async function toldTo(person: string) {
  const asked = await visitor.open(request({ scope: 'read' }))
  assert.equal(asked.address.pathname, '/consent')
  assert.match(asked.html, new RegExp(person))
  const code = codeIn(await visitor.decide(asked, 'allow'))
  const { accessToken } = tokensOf(await exchange(server, code, { as }))
  const { resource } = server
  const needing = { needsUsernameSince: 0 }
  await server.store.resources.update(resource.id, needing, ACT)
  const { sub, username } = (await introspect(server, accessToken)).body
  return { sub, ...(username !== undefined && { username }) }
}
