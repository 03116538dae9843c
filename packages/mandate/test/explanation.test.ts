/** Who sees why a request was refused, and what they see. */

import assert from 'node:assert/strict'
import { hash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { explanationInWords } from '../src/explanations/in-words.ts'
import { KEPT } from '../src/explanations/queue.ts'
import { explanationBucket } from '../src/store/explanation-bucket.ts'
import type { Explanation } from '../src/store/records.ts'
import { ACT } from './act.ts'
import {
  type Answer,
  basic,
  type Credentials,
  exchange,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
let owner: Credentials
before(async () => {
  server = await startServer()
  owner = ownCredentials(server)
})
after(() => server.close())

type Document = Readonly<Record<string, unknown>>

/** The response at the address to a request with these headers. */
async function read(address: unknown, headers: Readonly<Record<string, string>>) {
  const response = await fetch(String(address), { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function documentFor(address: unknown, as: Credentials): Promise<Document> {
  const headers = { accept: 'application/json', authorization: basic(as) }
  return JSON.parse((await read(address, headers)).text)
}

async function explained(answer: Answer, as = owner): Promise<Document> {
  return documentFor(answer.body['error_uri'], as)
}

/** Sends an authorization request that ends on a page of the server; returns the reference on it. */
async function referenceOnPage(parameters: Readonly<Record<string, string>>): Promise<string> {
  const page = await newVisitor(server).open(parameters)
  assert.equal(page.status, 400)
  const [, reference = ''] =
    /<dt>Reference<\/dt><dd><a href="[^"]+"><code>([^<]+)/.exec(page.html) ?? []
  return `${server.issuer}/errors/${reference}`
}

test('for a redirect URI the owner sees both strings and where they first differ', async () => {
  const address = await referenceOnPage({
    ...simplestRequest(server),
    redirect_uri: 'https://urltoclient:4444',
    state: 'a-state-that-is-nobody-else’s',
  })
  const found = await documentFor(address, owner)
  assert.equal(found['reason'], 'unknown_redirect_uri')
  assert.deepEqual(found['first_difference'], {
    character: 24,
    sent: 'https://urltoclient:4444',
    expected: REDIRECT_URI,
    in_words:
      'The first 23 characters are the same; then the request has “4” and the expected one has “3”.',
  })
  const page = await read(address, { authorization: basic(owner) })
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(page.text, /https:\/\/urltoclient:444<\/bdi><mark>.*4.*<\/mark>/)
  assert.match(page.text, /https:\/\/urltoclient:444<\/bdi><mark>.*3.*<\/mark>/)
})

test('for a reused refresh token the owner sees which one, when it was used, and which one is live', async () => {
  const { refreshToken } = await obtainTokens(server)
  await refresh(server, refreshToken)
  server.clock.advance(180)
  const again = await refresh(server, refreshToken)
  const found = await explained(again)
  assert.equal(found['reason'], 'generation_reused')
  assert.match(
    String(found['happened']),
    /refresh token no\. 1, which it had redeemed 3 minutes before this request for refresh token no\. 2\. This is the second time/,
  )
  const details = found['details'] as Document
  assert.deepEqual([details['presented'], details['live']], [1, 2])
  assert.equal(details['live_since'], server.clock.now() - 180)
  assert.equal(details['retry_key'], 'absent')

  server.clock.advance(60)
  const dead = await explained(await refresh(server, refreshToken))
  assert.match(String(dead['happened']), /ended a minute before this request: an old code or/)
})

test('a token that is far behind, or too late, is described as such', async () => {
  let { refreshToken } = await obtainTokens(server)
  const first = refreshToken
  for (let turn = 0; turn < 3; turn++) {
    ;({ refreshToken } = tokensOf(await refresh(server, refreshToken)))
  }
  const behind = await explained(await refresh(server, first))
  assert.match(
    String(behind['happened']),
    /no\. 1, which it had redeemed long before: .* to refresh token no\. 4/,
  )

  const code = await obtainCode(server)
  server.clock.advance(90)
  const late = await explained(await exchange(server, code))
  assert.match(String(late['happened']), /the authorization code, .*; the request came 30 seconds/)
})

const s256 = (verifier: string) => hash('sha256', verifier, 'base64url')

test('each check tells the owner what it found', async () => {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  const withChallenge = () => obtainCode(server, { ...simplestRequest(server), ...pkce })
  const { refreshToken } = await obtainTokens(server)
  const cases: readonly (readonly [Answer, string, Document])[] = [
    [
      await exchange(server, await withChallenge(), { form: { code_verifier: 'x'.repeat(43) } }),
      'verifier_wrong',
      { check: 'hash', made: s256('x'.repeat(43)), expected: challenge },
    ],
    [
      await exchange(server, await withChallenge(), { form: { code_verifier: challenge } }),
      'verifier_wrong',
      { check: 'plain' },
    ],
    [
      await exchange(server, await withChallenge(), { form: { code_verifier: 'short' } }),
      'verifier_malformed',
      { length: 5, characters: [] },
    ],
    [
      await exchange(server, await obtainCode(server), { form: { redirect_uri: 'https://b' } }),
      'redirect_uri_differs',
      { sent: 'https://b', registered: [REDIRECT_URI] },
    ],
    [
      await refresh(server, refreshToken, { form: { scope: 'all admin' } }),
      'scope_wider',
      { too_much: ['admin'], possible: ['all'] },
    ],
    [
      await refresh(server, refreshToken, { form: { resource: 'https://other.example' } }),
      'unknown_resource',
      { uris: ['https://other.example'] },
    ],
  ]
  for (const [answer, reason, details] of cases) {
    const found = await explained(answer)
    assert.deepEqual([found['reason'], found['details']], [reason, details])
  }
})

test('an error at the redirect URI carries an error_uri that its owner can open', async () => {
  for (const mode of ['query', 'form_post']) {
    const visitor = newVisitor(server)
    const arrival = await visitor.open({
      ...simplestRequest(server),
      ...{ scope: 'all admin', state: 'abc', response_mode: mode },
    })
    const { error_uri: posted } = hiddenFields(arrival.html)
    const address = arrival.address.searchParams.get('error_uri') ?? posted
    assert.ok(address?.startsWith(`${server.issuer}/errors/invalid_scope.`), String(address))
    const found = await documentFor(address, owner)
    assert.equal(found['reason'], 'scope_not_allowed')
    assert.deepEqual((found['details'] as Document)['too_much'], ['admin'])
    const { parameters } = found['request'] as { parameters: readonly Document[] }
    assert.ok(parameters.some(({ name, value }) => name === 'state' && value === '(3 characters)'))
  }
})

test('a refusal on the consent page is explained by the request that started it', async () => {
  const asking = await server.register({ trusted: false })
  const as = { id: asking.client.id, secret: asking.secret }
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...simplestRequest(server), client_id: as.id, scope: 'read' })
  const denied = await visitor.decide(await visitor.signIn(page), 'deny')
  const found = await documentFor(denied.address.searchParams.get('error_uri'), as)
  assert.equal(found['reason'], 'user_said_no')
  const { endpoint, parameters } = found['request'] as { endpoint: string; parameters: unknown }
  assert.equal(endpoint, '/consent')
  assert.ok(JSON.stringify(parameters).includes('"scope","value":"read"'))
})

test('for a loopback address the difference is the missing slash, not the port', async () => {
  const { client } = await server.register({
    ...{ isPublic: true, trusted: false, redirectUris: ['http://127.0.0.1/'] },
  })
  const address = await referenceOnPage({
    ...{ response_type: 'code', client_id: client.id, redirect_uri: 'http://127.0.0.1:42985' },
  })
  const { difference, facts } = explanationInWords(await keptAt(server, address))
  assert.equal(
    difference?.sentence,
    'The first 22 characters are the same; then the request ends and the expected one has “/”.',
  )
  assert.ok(facts.some(({ label, value }) => label === 'Port' && value.startsWith('any')))
})

test('a client whose request is refused before the lookup is not called unregistered', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: owner.id }
  const answer = await post(
    `${server.issuer}/oauth2/token`,
    { ...form, client_secret: 'x' },
    { as: owner },
  )
  const found = explanationInWords(await keptOf(server, answer))
  const client = found.facts.find(({ label }) => label === 'Client')?.value
  assert.match(String(client), /^client_\S+ \(not checked/)
})

test('everyone else gets the same answer, whether or not the reference exists', async () => {
  const addressee = await server.register({})
  const own = { id: addressee.client.id, secret: addressee.secret }
  const { refreshToken } = await obtainTokens(server, { as: own })
  const answer = await refresh(server, refreshToken, { as: own, form: { scope: 'admin' } })
  const real = String(answer.body['error_uri'])
  const otherId = randomUUID()
  const madeUp = real.replace(idIn(real), otherId)
  const other = await server.register({})
  const publicClient = await server.register({ isPublic: true, trusted: false })
  const strangers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'no credentials': {},
    'a wrong secret': { authorization: basic({ ...own, secret: `${own.secret}x` }) },
    'another client': { authorization: basic({ id: other.client.id, secret: other.secret }) },
    'an API': {
      authorization: basic({ id: server.resource.id, secret: server.resourceSecret }),
    },
    'a public client': { authorization: basic({ id: publicClient.client.id, secret: '' }) },
    'no such client': { authorization: basic({ id: 'client_nobody', secret: 'x' }) },
    'a malformed Basic header': { authorization: 'Basic ???' },
    'a bearer token': { authorization: `Bearer ${refreshToken}` },
  }
  for (const accept of ['text/html', 'application/json']) {
    const expected = (await read(madeUp, { accept })).text.replaceAll(otherId, idIn(real))
    for (const [who, headers] of Object.entries(strangers)) {
      const [one, two] = await Promise.all([
        read(real, { accept, ...headers }),
        read(madeUp, { accept, ...headers }),
      ])
      assert.deepEqual([one.status, two.status], [200, 200], who)
      assert.equal(one.text, expected, who)
      assert.equal(two.text.replaceAll(otherId, idIn(real)), expected, who)
      assert.doesNotMatch(one.text, /admin|scope_wider/, who)
    }
  }
  assert.equal((await documentFor(real, own))['reason'], 'scope_wider')
  const renamed = real.replace('invalid_scope', 'invalid_grant')
  assert.equal((await documentFor(renamed, own))['reason'], undefined)
})

test('presenting another client’s token reveals nothing about its grant', async () => {
  const other = await server.register({})
  const as = { id: other.client.id, secret: other.secret }
  const { refreshToken } = await obtainTokens(server)
  const found = await explained(await refresh(server, refreshToken, { as }), as)
  assert.equal(found['reason'], 'token_of_another_client')
  assert.deepEqual(Object.keys(found['details'] as Document), ['grant', 'presented'])
  assert.ok(!JSON.stringify(found).includes(server.client.id))
  const revoked = await explained(await revoke(server, refreshToken, as), as)
  assert.equal(revoked['reason'], 'revoking_another_clients_token')
})

test('after failed client authentication only the operator sees more', async () => {
  const wrong = { ...owner, secret: `${owner.secret}x` }
  const answers = [
    await post(`${server.issuer}/oauth2/token`, { grant_type: 'refresh_token' }, { as: wrong }),
    await post(`${server.issuer}/oauth2/token`, {
      ...{ grant_type: 'refresh_token', client_id: owner.id, client_secret: 'y' },
    }),
    await post(`${server.issuer}/oauth2/token`, { grant_type: 'refresh_token' }),
  ]
  for (const answer of answers) {
    assert.equal(answer.status, 401)
    assert.equal((await explained(answer))['reason'], undefined)
  }
  const found = await Promise.all(answers.map((answer) => keptOf(server, answer)))
  assert.deepEqual(
    found.map((one) => [one.reason, one.standing, one.clientId, one.request.authentication]),
    [
      ['wrong_secret', 'failed', owner.id, 'client_secret_basic'],
      ['wrong_secret', 'failed', owner.id, 'client_secret_post'],
      ['no_credentials', 'unknown', null, 'none'],
    ],
  )
})

test('the secret from before the last rotation is still recognized after it expired', async () => {
  const { client, secret } = await server.register({})
  await server.store.clients.rotateSecret(
    client.id,
    { secretHash: 'f'.repeat(64), previousExpiresAt: server.clock.now() - 5 },
    ACT,
  )
  const as = { id: client.id, secret }
  const answer = await post(`${server.issuer}/oauth2/token`, { grant_type: 'x' }, { as })
  const found = await keptOf(server, answer)
  assert.deepEqual(found.details, { replaced_until: server.clock.now() - 5 })
})

test('a client that is refused a thousand times displaces no other client’s explanations', async (t) => {
  const flooded = await startServer()
  t.after(() => flooded.close())
  const mine = await post(
    `${flooded.issuer}/oauth2/token`,
    { grant_type: 'x' },
    { as: ownCredentials(flooded) },
  )
  const loud = await flooded.register({})
  const late = await flooded.register({})
  const last = { id: late.client.id, secret: late.secret }
  const as = { id: loud.client.id, secret: loud.secret }
  const attacks = [
    () => post(`${flooded.issuer}/oauth2/token`, { grant_type: 'x' }, { as }),
    () =>
      post(
        `${flooded.issuer}/oauth2/token`,
        { grant_type: 'x' },
        { as: { ...as, id: 'client_x' } },
      ),
    () => newVisitor(flooded).open({ ...simplestRequest(flooded), redirect_uri: 'https://evil' }),
  ]
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 100 }, (_, at) => attacks[at % attacks.length]?.()))
  }
  const found = await documentFor(mine.body['error_uri'], ownCredentials(flooded))
  assert.equal(found['reason'], 'unknown_grant_type')
  await keptOf(flooded, await post(`${flooded.issuer}/oauth2/token`, {}, { as: last }))
  assert.equal((await keptOf(flooded, mine)).reason, 'unknown_grant_type')
  const all = await flooded.store.explanations.list({}, 1000)
  const shares = Map.groupBy(all, explanationBucket)
  assert.ok(shares.size >= 4)
  for (const [bucket, share] of shares) assert.ok(share.length <= KEPT.perClient, bucket)
})

for (const [how, put] of [
  ['hangs', () => new Promise<never>(() => {})],
  ['fails', () => Promise.reject(new Error('the disk is full'))],
] as const) {
  test(`answers are unaffected while the store ${how} on explanations`, async (t) => {
    const troubled = await startServer({
      wrap: (store) => ({ ...store, explanations: { ...store.explanations, put } }),
    })
    t.after(() => troubled.close())
    const tokens = await obtainTokens(troubled)
    for (let turn = 0; turn < 3; turn++) {
      const refused = await refresh(troubled, 'mdt_rt_nonsense')
      assert.deepEqual([refused.status, refused.body['error']], [400, 'invalid_grant'])
      const page = await read(refused.body['error_uri'], {})
      assert.equal(page.status, 200)
    }
    assert.equal((await refresh(troubled, tokens.refreshToken)).status, 200)
  })
}

test('HEAD and a repeated header get an answer without details', async () => {
  const answer = await refresh(server, 'mdt_rt_nonsense')
  const path = new URL(String(answer.body['error_uri'])).pathname
  const authorization = ['Authorization', basic(owner)] as const
  const head = await rawRequest(server.issuer, { method: 'HEAD', path, headers: [authorization] })
  assert.deepEqual([head.status, head.text], [200, ''])
  const headers = [authorization, authorization]
  const twice = await rawRequest(server.issuer, { method: 'GET', path, headers })
  assert.deepEqual([twice.status, /token_malformed/.test(twice.text)], [200, false])
})

/** What the operator will find in the store, once it is there. */
function keptOf(at: RunningServer, answer: Answer): Promise<Explanation> {
  return keptAt(at, String(answer.body['error_uri']))
}

async function keptAt({ store }: RunningServer, address: string): Promise<Explanation> {
  for (;;) {
    const found = await store.explanations.find(idIn(address))
    if (found !== undefined) return found
    await setTimeout(25)
  }
}

/** The id of the refused request. */
function idIn(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1)
}
