/** Attacks on the device flow (RFC 8628 §5; draft-ietf-oauth-cross-device-security), by name. SCENARIO 86, 87. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { limitsOfUserCode } from '../src/people/attempt-limits.ts'
import { askForCodes, codesFor, errorIn, newDeviceClient, poll, typeCode } from './device.ts'
import { newProver } from './dpop.ts'
import { introspect, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { trustedProxies: ['127.0.0.1'] } })
})
after(() => server.close())

/** Somebody who is signed in, in a network of their own. */
let networks = 0
async function somebody(email: string): Promise<Visitor> {
  await server.createAccount(email)
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.follow('/sign-in'), { email })
  return visitor
}
const newNetwork = () => `198.51.${++networks}.7`
const from = (network: string) => ({ 'x-forwarded-for': network })

/** Types a code in a network, and says with which status that ended. */
async function guess(visitor: Visitor, code: string, network: string): Promise<number> {
  const typed = await visitor.post('/device', { user_code: code }, from(network))
  const place = typed.headers.get('location') ?? assert.fail('no redirect')
  return (await visitor.get(place, from(network))).status
}

test('guessing user codes: an account has ten, however many networks it uses', async () => {
  const guesser = await somebody('guesser@example.com')
  const statuses: number[] = []
  for (let one = 0; one < 12; one++) statuses.push(await guess(guesser, 'BBBBBBBB', newNetwork()))
  assert.deepEqual(statuses, [...Array(10).fill(404), 429, 429])
  const codes = await codesFor(server, await newDeviceClient(server))
  assert.equal(await guess(guesser, codes.userCode, newNetwork()), 429, 'not even the right one')
})

test('guessing user codes: whatever guessers use up, everybody else can connect a device', async () => {
  const guesser = await somebody('second-guesser@example.com')
  const victim = await somebody('neighbour@example.com')
  const network = newNetwork()
  // As many accounts as it takes have used up what the network has, and what everybody has.
  const all = { accountId: 'of the guesser', network }
  const shared = limitsOfUserCode(all, { isUnderAttack: false }).slice(1)
  const now = server.clock.now()
  for (let one = 0; one < 300; one++) await server.store.attempts.add(shared, now)
  const statuses: number[] = []
  for (let one = 0; one < 4; one++) statuses.push(await guess(guesser, 'CCCCCCCC', network))
  assert.deepEqual(statuses, [404, 404, 404, 429], 'three each, and no more')
  const codes = await codesFor(server, await newDeviceClient(server))
  assert.equal(await guess(victim, codes.userCode, network), 200)
  await server.store.attempts.clear(shared.map(({ name }) => name))
})

test('a stranger without an account learns of no code whether a device waits with it', async () => {
  const codes = await codesFor(server, await newDeviceClient(server))
  const visitor = newVisitor(server)
  await visitor.follow('/device')
  const places = [codes.userCode, 'BBBB-BBBB'].map(async (user_code) => {
    const page = await visitor.send('/device', { user_code })
    return [page.status, page.address.pathname]
  })
  const [right, wrong] = await Promise.all(places)
  assert.deepEqual(right, wrong)
  assert.deepEqual(right, [200, '/sign-in'])
})

test('polling faster: slow_down, and five seconds more each time; at the new pace all is well', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const after = async (seconds: number) => {
    server.clock.advance(seconds)
    return errorIn(await poll(server, client, codes))
  }
  assert.equal(await after(0), 'authorization_pending')
  assert.equal(await after(1), 'slow_down')
  assert.equal(await after(5), 'slow_down', 'ten seconds now')
  assert.equal(await after(15), 'authorization_pending')
  // A slow_down says that the request is still pending; once it is not, the device is told at once.
  const visitor = newVisitor(server)
  await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
  tokensOf(await poll(server, client, codes))
})

test('the device code of another client: refused, and neither slowed down nor used up', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const thief = await newDeviceClient(server)
  for (let one = 0; one < 3; one++) {
    assert.equal(errorIn(await poll(server, thief, codes)), 'invalid_grant')
  }
  assert.equal(errorIn(await poll(server, client, codes)), 'authorization_pending')
  const visitor = newVisitor(server)
  await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
  assert.equal(errorIn(await poll(server, thief, codes)), 'invalid_grant')
  tokensOf(await poll(server, client, codes))
})

test('a user code in place of a device code, or a device code in place of a code: refused', async () => {
  const client = await newDeviceClient(server)
  const { userCode, deviceCode } = await codesFor(server, client)
  assert.equal(errorIn(await poll(server, client, { deviceCode: userCode })), 'invalid_grant')
  const changed = `${deviceCode.slice(0, -1)}${deviceCode.endsWith('0') ? '1' : '0'}`
  assert.equal(errorIn(await poll(server, client, { deviceCode: changed })), 'invalid_grant')
})

test('a cross-site post cannot type a code, nor allow a device, nor change who is asked', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const visitor = newVisitor(server)
  const question = await typeCode(visitor, codes.userCode)
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  const form = { ...hiddenFields(question.html), decision: 'allow' }
  const place = question.address.href
  const posts = [
    visitor.post('/device', { user_code: codes.userCode }, foreign),
    visitor.post(place, form, foreign),
    visitor.post(place.replace('/connect', '/switch'), form, foreign),
  ]
  for (const { status } of await Promise.all(posts)) assert.equal(status, 400)
  assert.equal(errorIn(await poll(server, client, codes)), 'authorization_pending')
})

test('a link cannot skip the question: no GET decides, and the page of another browser is useless', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const attacker = newVisitor(server)
  const own = await typeCode(attacker, codes.userCode)
  const victim = await somebody('victim@example.com')
  const opened = await victim.follow(`${own.address.pathname}${own.address.search}`)
  assert.equal(opened.address.pathname, '/device')
  assert.ok(!opened.html.includes(codes.userCode))
  const posted = await victim.send(own.address.href, {
    ...hiddenFields(own.html),
    decision: 'allow',
  })
  assert.equal(posted.address.pathname, '/device')
  const question = await typeCode(victim, codes.userCode)
  await victim.get(`${question.address.href}&decision=allow`)
  await victim.follow(`/device?user_code=${codes.userCode}&decision=allow`)
  assert.equal(errorIn(await poll(server, client, codes)), 'authorization_pending')
  const undecided = await victim.send(question.address.href, hiddenFields(question.html))
  assert.equal(undecided.status, 400)
})

test('the question is asked each time, of a trusted client and of one that was allowed before', async () => {
  const described = { isPublic: false, trusted: true }
  const client = await newDeviceClient(server, described)
  const visitor = newVisitor(server)
  for (let turn = 0; turn < 2; turn++) {
    const codes = await codesFor(server, client, { form: { scope: 'read' } })
    const question = await typeCode(visitor, codes.userCode)
    assert.equal(question.address.pathname, '/device/connect')
    await visitor.decide(question, 'allow')
    tokensOf(await poll(server, client, codes))
  }
})

test('a device in another network than the person: the page says so', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client, { headers: from('203.0.113.9') })
  const question = await typeCode(newVisitor(server), codes.userCode)
  assert.match(question.html, /203\.0\.113\.9/)
  assert.match(question.html, /not the network that you are on/)
})

test('a device code replayed: the grant ends; with its Idempotency-Key, the same answer again', async () => {
  const client = await newDeviceClient(server)
  const connect = async () => {
    const codes = await codesFor(server, client)
    const visitor = newVisitor(server)
    await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
    return codes
  }
  const codes = await connect()
  const headers = { 'idempotency-key': '"a-lost-answer"' }
  const first = tokensOf(await poll(server, client, { ...codes, headers }))
  const again = tokensOf(await poll(server, client, { ...codes, headers }))
  assert.equal(again.refreshToken, first.refreshToken)
  assert.equal(errorIn(await poll(server, client, codes)), 'invalid_grant')
  assert.equal((await introspect(server, first.accessToken)).body['active'], false)

  const raced = await connect()
  const answers = await Promise.all(Array.from({ length: 20 }, () => poll(server, client, raced)))
  assert.ok(answers.filter(({ status }) => status === 200).length <= 1)
  assert.ok(answers.every(({ status }) => status === 200 || status === 400))
})

test('two people decide at once about one device: one decision counts, and no grant is left over', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const emails = ['one@example.com', 'two@example.com', 'three@example.com']
  const people = await Promise.all(emails.map(somebody))
  const questions = await Promise.all(people.map((person) => typeCode(person, codes.userCode)))
  await Promise.all(
    people.map((person, place) => {
      const question = questions[place] ?? assert.fail()
      return person.decide(question, place === 0 ? 'deny' : 'allow')
    }),
  )
  const { rows } = await server.store.grants.list({ clientId: client.id }, { limit: 10 })
  const live = rows.filter(({ revokedAt }) => revokedAt === null)
  const answer = await poll(server, client, codes)
  assert.equal(live.length, answer.status === 200 ? 1 : 0)
  if (answer.status !== 200) assert.equal(errorIn(answer), 'access_denied')
})

test('an expired code: no question, no tokens, and an approval in time is collected for a minute more', async () => {
  const client = await newDeviceClient(server)
  const [late, inTime, uncollected] = await Promise.all([
    codesFor(server, client),
    codesFor(server, client),
    codesFor(server, client),
  ])
  server.clock.advance(599)
  const visitor = newVisitor(server)
  for (const { userCode } of [inTime, uncollected]) {
    await visitor.decide(await typeCode(visitor, userCode), 'allow')
  }
  const question = await typeCode(visitor, late.userCode)
  server.clock.advance(20)
  const decided = await visitor.decide(question, 'allow')
  assert.deepEqual([decided.status, decided.address.pathname], [404, '/device/connect'])
  assert.equal(errorIn(await poll(server, client, late)), 'expired_token')
  tokensOf(await poll(server, client, inTime))
  server.clock.advance(60)
  assert.equal(errorIn(await poll(server, client, uncollected)), 'expired_token')
})

test('a device code bound to a DPoP key is nothing without it, before and after the approval', async () => {
  const client = await newDeviceClient(server)
  const [own, other] = await Promise.all([
    newProver(`${server.issuer}/oauth2/token`),
    newProver(`${server.issuer}/oauth2/token`),
  ])
  const now = () => server.clock.now()
  const endpoint = await own.prove({ now: now(), uri: `${server.issuer}/oauth2/device` })
  const codes = await codesFor(server, client, { headers: { dpop: endpoint } })
  const with_ = async ({ prove }: typeof own) => ({ dpop: await prove({ now: now() }) })
  const errors = async () => [
    errorIn(await poll(server, client, codes)),
    errorIn(await poll(server, client, { ...codes, headers: await with_(other) })),
  ]
  assert.deepEqual(await errors(), ['invalid_dpop_proof', 'invalid_grant'])
  const visitor = newVisitor(server)
  await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
  assert.deepEqual(await errors(), ['invalid_dpop_proof', 'invalid_grant'])
  const { body, status } = await poll(server, client, { ...codes, headers: await with_(own) })
  assert.deepEqual([status, body['token_type']], [200, 'DPoP'])
})

test('a flood of requests for codes: a network has sixty, others are not affected', async () => {
  const client = await newDeviceClient(server)
  const network = newNetwork()
  const flood = Array.from({ length: 70 }, () =>
    askForCodes(server, client, { headers: from(network) }),
  )
  const answers = await Promise.all(flood)
  const [refused = assert.fail('nobody was refused')] = answers.filter(
    ({ status }) => status !== 200,
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 60)
  assert.deepEqual([refused.status, errorIn(refused)], [429, 'temporarily_unavailable'])
  assert.equal(refused.headers.get('retry-after'), '10')
  const elsewhere = await askForCodes(server, client, { headers: from(newNetwork()) })
  assert.equal(elsewhere.status, 200)
  const service = await newDeviceClient(server, { isPublic: false })
  const asked = await askForCodes(server, service, { headers: from(network) })
  assert.equal(asked.status, 200, 'a client that proves itself has its own limit')
})

test('HTML in the name of a client, and a user agent that lies: shown as text, or not at all', async () => {
  const client = await newDeviceClient(server, { name: '<b>Your "bank"</b>' })
  const headers = { 'user-agent': 'Your bank <script>alert(1)</script>' }
  const codes = await codesFor(server, client, { headers })
  const { html } = await typeCode(newVisitor(server), codes.userCode)
  assert.doesNotMatch(html, /<b>Your|<script|alert\(1\)/)
  assert.match(html, /&#60;b&#62;Your/)
})

test('nothing that was given to a device is in the database, and polls are not in the log', async () => {
  const client = await newDeviceClient(server)
  const { deviceCode, userCode } = await codesFor(server, client)
  const before = server.log.length
  await poll(server, client, { deviceCode })
  const lines = server.log.slice(before).join('')
  assert.doesNotMatch(lines, /authorization_pending|device_pending/)
  const row = await server.store.deviceRequests.find(deviceCode)
  assert.equal(row, undefined)
  assert.equal(await server.store.deviceRequests.findByUserCode(userCode), undefined)
  assert.ok(!server.log.join('').includes(deviceCode) && !server.log.join('').includes(userCode))
})
