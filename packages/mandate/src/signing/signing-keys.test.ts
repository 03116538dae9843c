import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose'
import {
  samplePrivateJwks,
  sampleSigningKeySet,
  sampleSigningKeys,
} from '../../test/sample-signing-keys.ts'
import { signingKeyFrom } from './key.ts'
import { createSigningKeys } from './signing-keys.ts'

const issuer = 'https://login.example'
const now = 1_800_000_000
const claims = { iss: issuer, aud: 'client', sub: 'jo', iat: now, exp: now + 60 }
const published = createLocalJWKSet({
  keys: sampleSigningKeys.publicKeys(),
} as unknown as JSONWebKeySet)
const currentDate = new Date(now * 1_000)

test('jose verifies each algorithm with the published keys, which say nothing private', async () => {
  assert.deepEqual(sampleSigningKeys.algorithms, ['RS256', 'PS256', 'ES256', 'EdDSA'])
  for (const alg of sampleSigningKeys.algorithms) {
    const jwt = sampleSigningKeys.sign(claims, { alg, typ: 'at+jwt' })
    const { kid, ...header } = decodeProtectedHeader(jwt)
    assert.deepEqual(header, { alg, typ: 'at+jwt' })
    assert.equal(kid?.length, 43)
    const { payload } = await jwtVerify(jwt, published, { currentDate, algorithms: [alg] })
    assert.deepEqual(payload, claims)
    assert.deepEqual(await sampleSigningKeys.verify(jwt, { issuer, now }), claims)
  }
  for (const jwk of sampleSigningKeys.publicKeys()) {
    assert.equal(jwk.kid, await calculateJwkThumbprint(jwk))
    assert.deepEqual(
      Object.keys(jwk).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name)),
      [],
    )
  }
})

test('what is over, for others, of another type or not signed here is not verified', async () => {
  const { sign, verify } = sampleSigningKeys
  const jwt = sign(claims, { alg: 'ES256', typ: 'at+jwt' })
  assert.equal(await verify(jwt, { issuer, now: claims.exp + 1 }), undefined)
  assert.deepEqual(await verify(jwt, { issuer, now: null }), claims, 'as a hint it will do')
  assert.equal(await verify(jwt, { issuer: 'https://other.example', now }), undefined)
  assert.equal(await verify(jwt, { issuer, audience: 'another', now }), undefined)
  assert.deepEqual(await verify(jwt, { issuer, audience: ['another', 'client'], now }), claims)
  assert.equal(await verify(jwt, { issuer, typ: 'logout+jwt', now }), undefined)
  assert.equal(await verify(`${jwt}${'.'.repeat(20_000)}`, { issuer, now }), undefined)

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [, payload = '', signature = ''] = jwt.split('.')
  const [rsa, ec] = sampleSigningKeySet.active
  const withHeader = (header: unknown, end = signature) => `${part(header)}.${payload}.${end}`
  // The public key as the secret of an HMAC, and a key that the token brings along.
  const pem = String(rsa?.publicKey.export({ type: 'spki', format: 'pem' }))
  const symmetric = `${part({ alg: 'HS256', kid: rsa?.id })}.${payload}`
  const mac = createHmac('sha256', pem).update(symmetric).digest('base64url')
  const stranger = signingKeyFrom(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
  assert.ok(stranger !== undefined && ec !== undefined)
  const foreign = createSigningKeys(() => ({ active: [stranger], published: [stranger] }))
  const impostor = { ...stranger, id: ec.id }
  const posing = createSigningKeys(() => ({ active: [impostor], published: [impostor] }))
  for (const forged of [
    withHeader({ alg: 'none', kid: ec.id }, ''),
    withHeader({ alg: 'ES256', kid: rsa?.id, typ: 'at+jwt' }),
    withHeader({ alg: 'RS256', kid: ec.id, typ: 'at+jwt' }),
    withHeader({ alg: 'ES256', typ: 'at+jwt' }),
    withHeader({ alg: 'ES256', kid: ec.id, typ: 'at+jwt', crit: ['exp'] }),
    withHeader({ alg: 'ES256', kid: 'new', jwk: stranger.publicJwk }),
    `${symmetric}.${mac}`,
    foreign.sign(claims, { alg: 'ES256' }),
    posing.sign(claims, { alg: 'ES256' }),
    jwt.slice(0, -4),
    '',
    'a.b.c',
  ]) {
    assert.equal(await verify(forged, { issuer, now }), undefined, forged)
  }
})

test('a retired key verifies nothing, and no key signs for an algorithm that is not its own', async () => {
  const [rsa, ec] = sampleSigningKeySet.active
  assert.ok(rsa !== undefined && ec !== undefined)
  let set = { active: [rsa], published: [rsa, ec] }
  const keys = createSigningKeys(() => set)
  const old = sampleSigningKeys.sign(claims, { alg: 'ES256' })
  assert.deepEqual(keys.algorithms, ['RS256', 'PS256'])
  assert.throws(() => keys.sign(claims, { alg: 'ES256' }), /no key that signs with ES256/)
  assert.deepEqual(await keys.verify(old, { issuer, now }), claims)
  assert.equal(keys.publicKeys(), keys.publicKeys())
  set = { active: [rsa], published: [rsa] }
  assert.equal(await keys.verify(old, { issuer, now }), undefined)
  assert.deepEqual(
    keys.publicKeys().map(({ kid }) => kid),
    [rsa.id],
  )
})

test('keys too weak, of other kinds, or without their private half are not signing keys', () => {
  const { d: _, ...withoutPrivate } = samplePrivateJwks.EC
  for (const key of [
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
    generateKeyPairSync('x25519').privateKey,
    withoutPrivate,
    { kty: 'oct', k: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' },
    {},
  ]) {
    assert.equal(signingKeyFrom(key), undefined)
  }
})
