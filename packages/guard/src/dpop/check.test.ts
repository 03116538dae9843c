import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { type Made, newProver } from '../../test/prover.ts'
import { PROOF_ALGORITHMS } from './algorithms.ts'
import { createProofCheck } from './check.ts'

const ADDRESS = 'https://api.example/v1/notes'
const TOKEN = 'mdt_at_x'
const mine = await newProver(ADDRESS, TOKEN)
const theirs = await newProver(ADDRESS, TOKEN)
const token = { text: TOKEN, thumbprint: mine.thumbprint }
const clock = { ahead: 0, now: () => Date.now() + clock.ahead }

const open = (nonce: 'when_needed' | 'required' = 'when_needed', secret = 'mdt_cs_x') =>
  createProofCheck({ publicUrl: 'https://api.example/v1', nonce, secret, clock: clock.now })
const carrying = (...proofs: readonly string[]) => ({
  rawHeaders: proofs.flatMap((proof) => ['DPoP', proof]),
  method: 'GET',
  url: '/notes?page=2',
})
const made = (change?: Made) => mine.prove(change)

test('a proof with every algorithm that challenges name is taken', async () => {
  const check = open()
  for (const alg of PROOF_ALGORITHMS) {
    const { thumbprint, prove } = await newProver(ADDRESS, TOKEN, alg)
    const problem = await check.problem(carrying(await prove()), { text: TOKEN, thumbprint })
    assert.equal(problem, undefined, alg)
  }
})

test('each rule of RFC 9449 §4.3 refuses the proof that breaks it', async () => {
  const check = open()
  const good = await made()
  const [head = '', body = '', signature = ''] = good.split('.')
  const withHeader = (change: object) => {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url')
    return `${changed}.${body}.${signature}`
  }
  const other = await exportJWK((await generateKeyPair('ES256')).publicKey)
  const oct = { kty: 'oct', k: 'c2VjcmV0' }
  const broken: readonly (readonly [string | Promise<string> | readonly string[], string])[] = [
    [[], 'proof_missing'],
    [[good, good], 'proof_malformed'],
    ['', 'proof_malformed'],
    [`${head}.${body}`, 'proof_malformed'],
    [good.padEnd(5_000, 'A'), 'proof_malformed'],
    [made({ header: { typ: 'JWT' } }), 'proof_malformed'],
    [withHeader({ alg: 'none' }), 'proof_malformed'],
    [withHeader({ alg: 'HS256', jwk: oct }), 'proof_malformed'],
    [withHeader({ jwk: other }), 'proof_malformed'],
    [withHeader({ jwk: undefined }), 'proof_malformed'],
    [withHeader({ crit: ['exp'] }), 'proof_malformed'],
    [
      withHeader({ alg: 'PS256', jwk: { kty: 'RSA', e: 'AQAB', n: 'A'.repeat(684) } }),
      'proof_malformed',
    ],
    [made({ header: { jwk: mine.privateJwk } }), 'proof_malformed'],
    [made({ claims: { jti: undefined } }), 'proof_malformed'],
    [made({ claims: { iat: undefined } }), 'proof_malformed'],
    [made({ claims: { exp: 1 } }), 'proof_malformed'],
    [made({ claims: { htm: 'POST' } }), 'proof_of_another_request'],
    [made({ claims: { ath: undefined } }), 'proof_of_another_request'],
    [made({ claims: { ath: 'x' } }), 'proof_of_another_request'],
    [made({ claims: { htu: undefined } }), 'proof_of_another_address'],
    [made({ claims: { htu: 'https://api.example/notes' } }), 'proof_of_another_address'],
    [made({ claims: { htu: 'http://api.example/v1/notes' } }), 'proof_of_another_address'],
    [made({ claims: { htu: 'https://evil.example/v1/notes' } }), 'proof_of_another_address'],
    [theirs.prove(), 'proof_of_another_key'],
  ]
  for (const [proof, problem] of broken) {
    const proofs: readonly string[] = await Promise.all([proof].flat())
    assert.equal(await check.problem(carrying(...proofs), token), problem, proofs.join())
  }
  assert.equal(await check.problem(carrying(good), token), undefined)
  assert.equal(await check.problem(carrying(good), token), 'proof_repeated')
})

test('a proof is good for a minute; a nonce says how old it is instead, in any process', async () => {
  const check = open()
  const now = Math.floor(Date.now() / 1000)
  for (const iat of [now - 62, now + 62]) {
    const late = await made({ claims: { iat } })
    assert.equal(await check.problem(carrying(late), token), 'nonce_needed')
  }
  const other = open('required')
  assert.equal(await other.problem(carrying(await made()), token), 'nonce_needed')
  const withNonce = await made({ claims: { iat: 1, nonce: check.nonce() } })
  assert.equal(await other.problem(carrying(withNonce), token), undefined)
  assert.equal(await other.problem(carrying(withNonce), token), 'proof_repeated')
  const foreign = open('required', 'the secret of another API')
  assert.equal(await foreign.problem(carrying(withNonce), token), 'nonce_needed')
  clock.ahead = 240_000
  assert.equal(await other.problem(carrying(withNonce), token), 'nonce_needed')
  clock.ahead = 0
})
