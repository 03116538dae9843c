/** The way alone, with a provider that is down, wrong or hostile. */

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { assertFailed, go, startWay, visit } from '../../../test/oidc-way.ts'
import type { Upstream } from '../../../test/upstream.ts'

const wrongTokens: Record<string, Upstream['faults']> = {
  'unsigned (alg none)': { sign: (claims) => new UnsecuredJWT(claims).encode() },
  'unsigned, and the provider lists none': {
    sign: (claims) => new UnsecuredJWT(claims).encode(),
    document: { id_token_signing_alg_values_supported: ['RS256', 'none'] },
  },
  'signed with the client secret (HS256)': {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('s3cret')),
    document: { id_token_signing_alg_values_supported: ['RS256', 'HS256'] },
  },
  'signed with a key that is not published': {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(foreignKey),
  },
  'signed with a key of unknown kid': {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'nobody' }).sign(foreignKey),
  },
  expired: { claims: (right) => ({ ...right, exp: Math.floor(Date.now() / 1_000) - 60 }) },
  'not valid yet': { claims: (right) => ({ ...right, nbf: Math.floor(Date.now() / 1_000) + 600 }) },
  'for another audience': { claims: (right) => ({ ...right, aud: 'another-client' }) },
  'for several audiences and another party': {
    claims: (right) => ({ ...right, aud: ['mandate', 'other'], azp: 'other' }),
  },
  'from another issuer': { claims: (right) => ({ ...right, iss: 'https://accounts.example' }) },
  'with another nonce': { claims: (right) => ({ ...right, nonce: 'replayed' }) },
  'without a nonce': { claims: ({ nonce, ...right }) => right },
  'without a subject': { claims: ({ sub, ...right }) => right },
  'with an invalid subject': { claims: (right) => ({ ...right, sub: 'grüß' }) },
  'with a subject that is too long': { claims: (right) => ({ ...right, sub: 'x'.repeat(256) }) },
  'not a JWT': { sign: () => 'opaque' },
}
const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

for (const [what, faults] of Object.entries(wrongTokens)) {
  test(`an ID token is refused that is ${what}`, async (context) => {
    const { upstream, signIn } = await startWay(context)
    upstream.faults = faults
    assertFailed(await signIn(), 'not_trusted')
    // Discovery is cached, so only the token is made right again.
    upstream.behave()
    assert.equal((await signIn()).is, 'proven')
  })
}

test('an answer from another issuer, or without the promised iss, is refused (RFC 9207)', async (context) => {
  const { upstream, signIn } = await startWay(context)
  for (const iss of ['https://accounts.example', undefined]) {
    upstream.faults = { answer: { iss } }
    assertFailed(await signIn(), 'not_trusted')
  }
  // A mix-up: the code is not sent anywhere.
  assert.equal(upstream.redeemed, undefined)
})

test('a provider whose document names another issuer is refused', async (context) => {
  const { upstream, way, browser } = await startWay(context)
  upstream.faults = { document: { issuer: 'https://accounts.example' } }
  assertFailed(await way.begin(visit(browser)), 'not_trusted', {
    detail: /https:\/\/accounts\.example/,
  })
})

test('a provider that is down, slow or sends nonsense fails the sign-in, and works again later', async (context) => {
  const document = '/.well-known/openid-configuration'
  const { upstream, way, browser, signIn, clock } = await startWay(context, { timeoutMs: 300 })
  const wrong: Record<string, NonNullable<Upstream['faults']['instead']>[string]> = {
    down: (response) => response.socket?.destroy(),
    slow: () => {},
    giant: (response) => response.end('x'.repeat(1_000_000)),
    strange: (response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'),
    broken: (response) => response.setHeader('content-type', 'application/json').end('{'),
    erroneous: (response) => response.writeHead(500).end(),
    moved: (response) => response.writeHead(301, { location: 'http://127.0.0.1/' }).end(),
  }
  for (const [what, answer] of Object.entries(wrong)) {
    upstream.faults = { instead: { [document]: answer } }
    assertFailed(await way.begin(visit(browser)), 'unreachable', { what: what })
    clock.advance(10)
  }
  upstream.behave()
  for (const place of ['/token', '/keys']) {
    for (const [what, answer] of Object.entries(wrong)) {
      upstream.faults = { instead: { [place]: answer } }
      assertFailed(await signIn(), 'unreachable', { what: `${place} ${what}` })
    }
  }
  upstream.behave()
  assert.equal((await signIn()).is, 'proven')
})

test('metadata is cached for an hour, and a failure for five seconds', async (context) => {
  const { upstream, way, browser, clock } = await startWay(context)
  const asked = () => upstream.requests.filter((each) => each.includes('.well-known')).length
  const down = (response: Parameters<NonNullable<Upstream['faults']['instead']>[string]>[0]) =>
    response.writeHead(503).end()
  upstream.faults = { instead: { '/.well-known/openid-configuration': down } }
  await Promise.all([1, 2, 3].map(() => way.begin(visit(browser))))
  await way.begin(visit(browser))
  assert.equal(asked(), 1)
  upstream.behave()
  clock.advance(6)
  await Promise.all([1, 2, 3].map(() => way.begin(visit(browser))))
  clock.advance(3_500)
  await way.begin(visit(browser))
  assert.equal(asked(), 2)
  clock.advance(200)
  await way.begin(visit(browser))
  assert.equal(asked(), 3)
})

test('after a key change the new keys are fetched, but not for every token with an unknown kid', async (context) => {
  const { upstream, signIn } = await startWay(context)
  const fetched = () => upstream.requests.filter((each) => each === 'GET /keys').length
  assert.equal((await signIn()).is, 'proven')
  assert.equal(fetched(), 1)
  await upstream.rotateKey()
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 })
  assert.equal((await signIn()).is, 'proven')
  assert.equal(fetched(), 2)
  upstream.faults = wrongTokens['signed with a key of unknown kid'] ?? {}
  for (let time = 0; time < 3; time += 1) assertFailed(await signIn(), 'not_trusted')
  assert.equal(fetched(), 2)
})

test('at most a hundred requests wait for a provider that hangs, few of them from one network; others are refused at once', async (context) => {
  const { upstream, way, browser, signIn } = await startWay(context, { timeoutMs: 2_000 })
  assert.equal((await signIn()).is, 'proven')
  const parameters = await go(way, visit(browser), upstream)
  const waiting: (() => void)[] = []
  upstream.faults = {
    instead: { '/token': (response) => waiting.push(() => response.writeHead(500).end()) },
  }
  const from = (network: string) => way.finish?.({ parameters, browser: { ...browser, network } })
  const told = { detail: /^Too many sign-ins/ }
  // One attacker comes back again and again, at first alone and then with a network full of machines.
  const held = Array.from({ length: 20 }, () => from('192.0.2.1'))
  assertFailed(await from('192.0.2.1'), 'unreachable', told)
  held.push(...Array.from({ length: 20 }, (_, machine) => from(`192.0.2.${machine + 2}`)))
  assertFailed(await from('192.0.2.99'), 'unreachable', told)
  held.push(...Array.from({ length: 60 }, (_, place) => from(`10.0.${place}.1`)))
  assertFailed(await from('10.1.0.1'), 'unreachable', told)
  while (waiting.length < held.length) await new Promise((resolve) => setImmediate(resolve))
  for (const answer of waiting) answer()
  for (const one of await Promise.all(held)) assertFailed(one, 'unreachable')
  upstream.behave()
  assert.equal((await signIn()).is, 'proven')
})

test('a provider whose document hangs holds few requests of one network too', async (context) => {
  const { upstream, way, browser, clock } = await startWay(context, { timeoutMs: 2_000 })
  let answer: (() => void) | undefined
  upstream.faults = {
    instead: {
      '/.well-known/openid-configuration': (response) => {
        answer = () => response.writeHead(500).end()
      },
    },
  }
  const from = (network: string) => way.begin(visit({ ...browser, network }))
  const held = Array.from({ length: 20 }, () => from('192.0.2.1'))
  assertFailed(await from('192.0.2.1'), 'unreachable', { detail: /^Too many sign-ins/ })
  const elsewhere = from('10.0.0.1')
  while (answer === undefined) await new Promise((resolve) => setImmediate(resolve))
  answer()
  for (const one of await Promise.all([...held, elsewhere])) {
    assertFailed(one, 'unreachable', { detail: /^(?!Too many)/ })
  }
  upstream.behave()
  clock.advance(10)
  assert.equal((await from('192.0.2.1')).is, 'redirect')
})

test('browsers are not sent where there is no https, or nowhere', async (context) => {
  const { upstream, way, browser, clock } = await startWay(context)
  for (const document of [
    { authorization_endpoint: undefined },
    { authorization_endpoint: 'javascript:alert(1)' },
    { authorization_endpoint: 'ftp://acme.example/' },
    { authorization_endpoint: 7 },
    { end_session_endpoint: 'javascript:alert(1)' },
  ]) {
    upstream.faults = { document }
    const begun = await way.begin(visit(browser))
    assert.equal(begun.is, 'failed', JSON.stringify(document))
    assert.equal(await way.endSession?.('https://login.example/'), null)
    clock.advance(10)
  }
})

test('the issuer must be spelled as the provider spells it, because users are stored under it', async (context) => {
  const { upstream, way, browser } = await startWay(context)
  upstream.faults = { document: { issuer: `${upstream.issuer}/` } }
  assertFailed(await way.begin(visit(browser)), 'not_trusted', { detail: /for the issuer/ })
})

test('an address in the ID token is not verified by a flag about another address in userinfo', async (context) => {
  const { upstream, signIn } = await startWay(context)
  upstream.faults = {
    claims: ({ name, email_verified, ...right }) => ({ ...right, email: 'victim@example.com' }),
  }
  const finished = await signIn()
  assert.ok(finished.is === 'proven')
  const { email, emailVerified, name } = finished.proof
  assert.deepEqual([email, emailVerified, name], ['victim@example.com', false, 'Vic Torres'])
})
