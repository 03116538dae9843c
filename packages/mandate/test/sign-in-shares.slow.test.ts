/** SCENARIO 70: one party cannot block the sign-in of everyone else, with or without an account. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, test } from 'node:test'
import { createPasswords } from '../src/people/password.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, newVisitor, type Visitor } from './visitor.ts'

let server: RunningServer
let stop: boolean
let flood: Promise<unknown>
beforeEach(async () => {
  stop = false
  // Expensive enough that the queue is never empty during the flood.
  const passwords = createPasswords({
    random: randomBytes,
    cost: { memory: 8 * 1024, passes: 2, parallelism: 1 },
  })
  server = await startServer({ passwords, settings: { trustedProxies: ['127.0.0.1'] } })
})
afterEach(async () => {
  stop = true
  await flood
  await server.close()
})

function signIn(who: {
  readonly email: string
  readonly password?: string
  readonly from: string
  readonly visitor?: Visitor
}): Promise<Response> {
  const { email, password = PASSWORD, from, visitor = newVisitor(server) } = who
  return visitor.post('/sign-in', { email, password }, { 'x-forwarded-for': from })
}

/** That many that never pause until the test is over; waits until all of them have started. */
async function beginFlood(count: number, act: (i: number) => Promise<Response>): Promise<void> {
  let acts = 0
  const rounds = Array.from({ length: count }, async () => {
    while (!stop) await (await act(acts++)).body?.cancel()
  })
  flood = Promise.all(rounds)
  while (acts < count * 2) await new Promise((resolve) => setImmediate(resolve))
}

/** How strangers fare, each with a new browser and network, and the owner in a known browser. */
async function othersGetIn(): Promise<void> {
  const statuses: number[] = []
  for (let i = 0; i < 25; i++) {
    const stranger = await signIn({ email: server.account.email, from: `203.0.${i}.7` })
    statuses.push(stranger.status)
  }
  assert.deepEqual(
    statuses,
    statuses.map(() => 303),
  )
}

test('one account at one address, eight known browsers with nine requests each: 25 of 25 strangers get in', async () => {
  const { email } = await server.createAccount('mallory@example.com')
  const from = '192.0.2.66'
  const known = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const visitor = newVisitor(server)
      while ((await signIn({ email, from, visitor })).status !== 303);
      return visitor
    }),
  )
  const jars = known.map(cookieHeader)
  await beginFlood(72, (i) =>
    fetch(new URL('/sign-in', server.issuer), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: jars[i % 8] ?? '', 'x-forwarded-for': from },
      body: new URLSearchParams({ email, password: PASSWORD }),
    }),
  )
  await othersGetIn()
})

test('without an account, a fresh /64 of one /48 for each guess: 25 of 25 strangers get in', async () => {
  await beginFlood(80, (i) =>
    signIn({
      email: `r${i}@example.com`,
      password: 'wrong',
      from: `2001:db8:1:${(i & 0xffff).toString(16)}::1`,
    }),
  )
  await othersGetIn()
})

test('an office behind one address that signs in at once is let in as fast as it can be served', async () => {
  const { email } = server.account
  let refused = 0
  const colleagues = Array.from({ length: 40 }, async () => {
    for (;;) {
      const answer = await signIn({ email, from: '192.0.2.50' })
      if (answer.status === 303) return
      assert.equal(answer.status, 503)
      assert.match(await answer.text(), /Your password was not checked\. Try again/)
      assert.ok(Number(answer.headers.get('retry-after')) <= 5)
      refused += 1
    }
  })
  await Promise.all(colleagues)
  assert.ok(refused > 0, `${refused} attempts found no place`)
})
