/**
 * Lazy migration over real HTTP: the platform is asked once whether a password is right. Whatever
 * it does wrong, no one gets in and no account is revealed.
 */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { disableAccount, setPassword } from '../src/operations/accounts.ts'
import { findAccount } from '../src/people/account.ts'
import { createPasswords } from '../src/people/password.ts'
import { ACT } from './act.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const SECRET = 'a secret of the platform for this server'.replaceAll(' ', '-')

interface Asked {
  readonly email: string
  readonly password: string
  readonly authorization: string | undefined
}

type Answer = (asked: Asked, response: ServerResponse, request: IncomingMessage) => unknown

/** The platform's users: password and subject by address. */
const USERS: Readonly<Record<string, { password: string; subject: string; name: string }>> = {
  'ada@example.com': { password: 'correct horse', subject: 'user-1', name: 'Ada Lovelace' },
  'bob@example.com': { password: 'battery staple', subject: 'user-2', name: 'Bob' },
}

const honest: Answer = ({ email, password }, response) => {
  const user = USERS[email.toLowerCase()]
  const isRight = user !== undefined && user.password === password
  const { subject, name } = user ?? {}
  send(response, isRight ? { verified: true, subject, email, name } : { verified: false })
}

function send(response: ServerResponse, value: unknown) {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}

/** A platform, and a server that asks it. */
async function migrating(context: TestContext, options: Parameters<typeof startServer>[0] = {}) {
  const asked: Asked[] = []
  const platform = {
    asked,
    answer: honest,
  }
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { authorization } = request.headers
    const question: Asked = { ...JSON.parse(Buffer.concat(chunks).toString()), authorization }
    asked.push(question)
    await platform.answer(question, response, request)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`
  const verify = { verify_url: `http://${host}/verify`, verify_secret: SECRET }
  const server = await startServer({
    settings: {
      signIn: { password: { way: 'password', ...verify } },
      fetchAllowedHosts: [host],
    },
    ...options,
  })
  context.after(async () => {
    http.closeAllConnections()
    http.close()
    await server.close()
  })
  return { server, platform }
}

/** The response for an unknown browser: its status, and the page without the address. */
async function signIn(server: RunningServer, email: string, password: string) {
  const response = await newVisitor(server).post('/sign-in', { email, password })
  return { status: response.status, html: (await response.text()).replaceAll(email, 'EMAIL') }
}

const accountOf = (server: RunningServer, email: string) =>
  findAccount(server.store.accounts, email)

test('the platform is asked at the first sign-in, and never again', async (context) => {
  const { server, platform } = await migrating(context)
  assert.equal((await signIn(server, ' Ada@example.com', 'correct horse')).status, 303)
  assert.deepEqual(platform.asked, [
    { email: 'Ada@example.com', password: 'correct horse', authorization: `Bearer ${SECRET}` },
  ])
  const account = await accountOf(server, 'ada@example.com')
  assert.ok(account)
  const { email, emailVerified, name, passwordHash } = account
  assert.deepEqual([email, emailVerified, name], ['Ada@example.com', false, 'Ada Lovelace'])
  assert.match(passwordHash ?? '', /^\$argon2id\$/)
  const byIdentity = await server.store.accounts.findByIdentity('platform', 'user-1')
  assert.equal(byIdentity?.id, account.id)

  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 303)
  assert.equal((await signIn(server, 'ada@example.com', 'wrong horse')).status, 401)
  const changed = { accountId: account.id, password: 'another horse 7' }
  const passwords = createPasswords({ random: randomBytes })
  const operating = { ...server, passwords, settings: { brandName: 'Mandate' } }
  await setPassword(operating, { kind: 'operator', via: 'shell' }, changed)
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 401)
  assert.equal(platform.asked.length, 1)
})

for (const overtakes of [false, true]) {
  const how = overtakes ? ', even if one overtakes the other' : ''
  test(`two first sign-ins at once make one account, and both are signed in${how}`, async (context) => {
    const { server, platform } = await migrating(context)
    const both = Promise.withResolvers<void>()
    platform.answer = async (...given) => {
      const isSecond = platform.asked.length === 2
      if (isSecond) both.resolve()
      await both.promise
      if (isSecond && overtakes) await Promise.race(twice)
      honest(...given)
    }
    const twice = [1, 2].map(() => signIn(server, 'ada@example.com', 'correct horse'))
    assert.deepEqual(
      (await Promise.all(twice)).map(({ status }) => status),
      [303, 303],
    )
    const facts = await server.store.facts.list({}, 100)
    const made = facts.filter(({ kind }) => kind === 'account.created')
    // One more is the account that every test server has.
    assert.equal(made.length, 2)
  })
}

/** Faults of a platform. */
const lies: Readonly<Record<string, Answer>> = {
  'says no': honest,
  'is broken': (_, response) => response.writeHead(500).end('Internal error: correct horse'),
  'is gone': (_, response) => response.destroy(),
  'never answers': () => {},
  'sends a giant': (_, response) => {
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    more()
  },
  redirects: (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  'sends a page': (_, response) => response.end('<h1>Welcome, Ada</h1>'),
  'verifies another person': (_, response) =>
    send(response, { verified: true, subject: 'user-1', email: 'eve@example.com' }),
  'verifies without a subject': (_, response) => send(response, { verified: true }),
  'answers twice': (_, response, { socket }) => {
    const body = JSON.stringify({ verified: false })
    const whole = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    response.on('close', () => {})
    socket.end(whole + whole.replace('false', 'true, "subject": "user-1"'))
  },
}

test('SCENARIO 50: whatever the platform does, a failed sign-in looks the same', async (context) => {
  const { server, platform } = await migrating(context)
  const disabled = await server.createAccount('di.sabled@example.com')
  await disableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: disabled.id })
  const expected = await signIn(server, server.account.email, 'wrong horse')
  assert.equal(expected.status, 401)
  assert.deepEqual(await signIn(server, disabled.email, 'correct horse'), expected)
  assert.deepEqual(await signIn(server, 'not an address', 'correct horse'), expected)
  assert.equal(platform.asked.length, 0)
  for (const [name, answer] of Object.entries(lies)) {
    platform.answer = answer
    const before: number = platform.asked.length
    for (const email of ['nobody@example.com', 'ada@example.com']) {
      assert.deepEqual(await signIn(server, email, 'wrong horse'), expected, name)
      // Wait until the next attempt is not affected by this failure.
      server.clock.advance(1_000)
    }
    assert.equal(platform.asked.length, before + 2, name)
    assert.equal(await accountOf(server, 'ada@example.com'), undefined, name)
  }
  for (const line of server.log) assert.doesNotMatch(line, /correct horse|wrong horse|a-secret-of/)
})

test('while the platform fails, every failed sign-in says so, and other users can sign in', async (context) => {
  const { server, platform } = await migrating(context)
  platform.answer = (_, response) => response.writeHead(503).end()
  const first = await signIn(server, 'ada@example.com', 'correct horse')
  const [ada, jo, nobody] = await Promise.all([
    signIn(server, 'ada@example.com', 'correct horse'),
    signIn(server, server.account.email, 'wrong horse'),
    signIn(server, 'nobody@example.com', 'wrong horse'),
  ])
  assert.equal(first.status, 401)
  assert.doesNotMatch(first.html, /think yours is right/)
  assert.match(ada.html, /think yours is right/)
  assert.deepEqual([jo, nobody], [ada, ada])
  assert.equal((await signIn(server, server.account.email, PASSWORD)).status, 303)
  const logged = server.log.filter((line) => line.includes('status 503'))
  assert.equal(logged.length, platform.asked.length)

  platform.answer = honest
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 303)
})

test('a migrated user cannot be taken over with another address from the platform', async (context) => {
  const { server, platform } = await migrating(context)
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 303)
  const before = await accountOf(server, 'ada@example.com')
  platform.answer = (_, response) => send(response, { verified: true, subject: 'user-1' })
  assert.equal((await signIn(server, 'eve@example.com', 'any password')).status, 401)
  assert.deepEqual(await accountOf(server, 'ada@example.com'), before)
  assert.equal(await accountOf(server, 'eve@example.com'), undefined)
})

/** An account without a password, with the platform's user `subject` if given. */
async function withoutPassword(server: RunningServer, email: string | null, subject?: string) {
  const identities = subject === undefined ? [] : [{ provider: 'platform', subject }]
  const account = {
    ...{ id: `id-of-${email ?? subject}`, email, emailKey: email, emailVerified: false },
    ...{
      name: null,
      language: null,
      profile: null,
      deletion: null,
      terms: null,
      passwordHash: null,
      createdAt: server.clock.now(),
      disabledAt: null,
    },
  }
  assert.equal(await server.store.accounts.insert(account, ACT, identities), 'inserted')
  return account
}

test('an account without a password gets the password of its linked platform user', async (context) => {
  const { server, platform } = await migrating(context)
  const { id } = await withoutPassword(server, 'ada@example.com', 'user-1')
  assert.equal((await signIn(server, 'ada@example.com', 'wrong horse')).status, 401)
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 303)
  assert.equal((await accountOf(server, 'ada@example.com'))?.id, id)
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 303)
  assert.equal(platform.asked.length, 2)

  // Came by another way, before the platform knew the address.
  const bob = await withoutPassword(server, null, 'user-2')
  assert.equal((await signIn(server, 'bob@example.com', 'battery staple')).status, 303)
  assert.equal((await accountOf(server, 'bob@example.com'))?.id, bob.id)
})

test('an account that is not linked to the platform user does not accept that user’s password', async (context) => {
  const { server, platform } = await migrating(context)
  await withoutPassword(server, 'ada@example.com')
  await withoutPassword(server, 'bob@example.com', 'user-9')
  const disabled = await withoutPassword(server, 'cy@example.com', 'user-3')
  await disableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: disabled.id })
  assert.equal((await signIn(server, 'ada@example.com', 'correct horse')).status, 401)
  assert.equal((await signIn(server, 'cy@example.com', 'any password')).status, 401)
  assert.equal(platform.asked.length, 0)
  assert.equal((await signIn(server, 'bob@example.com', 'battery staple')).status, 401)
  for (const email of ['ada@example.com', 'bob@example.com', 'cy@example.com']) {
    assert.equal((await accountOf(server, email))?.passwordHash, null)
  }
  // A user of the platform whose account here is disabled does not get a second one.
  platform.answer = (_, response) => send(response, { verified: true, subject: 'user-3' })
  assert.equal((await signIn(server, 'cy-again@example.com', 'any password')).status, 401)
  assert.equal(await accountOf(server, 'cy-again@example.com'), undefined)
})

test('guesses that reach the platform are limited like every sign-in', async (context) => {
  const { server, platform } = await migrating(context)
  const statuses: number[] = []
  for (let i = 0; i < 15; i++) {
    statuses.push((await signIn(server, 'ada@example.com', `guess ${i}`)).status)
  }
  assert.deepEqual(statuses, [...Array(10).fill(401), ...Array(5).fill(429)])
  assert.equal(platform.asked.length, 10)
})

test('throttled attempts take no places, so one guesser cannot block others', async (context) => {
  const { server } = await migrating(context)
  const statuses = new Set<number>()
  // All within one second of the server's clock.
  for (let i = 0; i < 60; i++) {
    statuses.add((await signIn(server, 'ada@example.com', `guess ${i}`)).status)
  }
  assert.deepEqual([...statuses], [401, 429])
  assert.equal((await signIn(server, 'bob@example.com', 'battery staple')).status, 303)
  assert.equal((await signIn(server, server.account.email, PASSWORD)).status, 303)
})

test('a failure takes as long for an account here as for an address that the platform is asked about (SCENARIO 50)', async (context) => {
  const cost = { memory: 64, passes: 1, parallelism: 1 }
  const host = {
    slowly: () => assert.fail('there is no such hash'),
    stopwatch: { milliseconds: () => performance.now(), pause: (ms: number) => pause(ms) },
  }
  const passwords = createPasswords({ random: randomBytes, cost, host })
  const { server, platform } = await migrating(context, { passwords })
  platform.answer = async (...given) => {
    await pause(400)
    honest(...given)
  }
  const took = async (email: string) => {
    const began = performance.now()
    assert.equal((await signIn(server, email, 'wrong horse')).status, 401)
    return performance.now() - began
  }
  await took('nobody@example.com')
  assert.ok((await took(server.account.email)) >= 400)
})
