import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { base64url, calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { newProver, type ProofChange } from '../../../test/dpop.ts'
import { refusalFrom } from '../../../test/protocol.ts'
import { DPOP_ALGORITHMS, readProof } from './proof.ts'

const NOW = 1_700_000_000
const URI = 'https://login.example/oauth2/token'
const prover = await newProver(URI)
const read = (proofs: readonly string[], uri = URI) =>
  readProof({ proofs, method: 'POST', uri }, NOW)
const made = (change: ProofChange = {}) => prover.prove({ now: NOW, ...change })

async function reasonOf(proofs: readonly string[], more: { readonly accessToken?: string } = {}) {
  const request = { proofs, method: 'POST', uri: URI, ...more }
  const refusal = await refusalFrom(readProof(request, NOW))
  const { because, member } = refusal.details
  assert.equal(refusal.error, 'invalid_dpop_proof')
  return because ?? member
}

test('a proof names its key, itself and its time', async () => {
  const nonce = 'a nonce'
  const proof = await read([await made({ claims: { jti: 'one', nonce } })])
  const { thumbprint } = prover
  assert.deepEqual(proof, { thumbprint, jti: 'one', issuedAt: NOW, nonce })
})

test('a proof may be signed with every algorithm of the metadata', async () => {
  for (const alg of DPOP_ALGORITHMS) {
    const { publicKey, privateKey } = await generateKeyPair(alg)
    const jwk = await exportJWK(publicKey)
    const proof = new SignJWT({ jti: alg, htm: 'POST', htu: URI, iat: NOW })
      .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk })
      .sign(privateKey)
    assert.equal((await read([await proof])).thumbprint, await calculateJwkThumbprint(jwk), alg)
  }
})

test('each rule of RFC 9449 §4.3 refuses the proof that breaks it', async () => {
  const good = await made()
  const [head = '', body = '', signature = ''] = good.split('.')
  const withHeader = (change: object) => {
    const header = JSON.parse(new TextDecoder().decode(base64url.decode(head)))
    return `${base64url.encode(JSON.stringify({ ...header, ...change }))}.${body}.${signature}`
  }
  const { privateJwk } = prover
  const otherJwk = await exportJWK((await generateKeyPair('ES256')).publicKey)
  const rsa = { kty: 'RSA', e: 'AQAB', n: 'A'.repeat(684) }
  const broken: readonly (readonly [string | Promise<string> | readonly string[], string])[] = [
    [[good, good], 'repeated'],
    [good.padEnd(4_097, 'A'), 'too_long'],
    ['', 'no_jwt'],
    [`${head}.${body}`, 'no_jwt'],
    [`${good}.${signature}.${signature}`, 'no_jwt'],
    [made({ header: { typ: 'JWT' } }), 'typ'],
    [made({ header: { typ: undefined as never } }), 'typ'],
    [withHeader({ alg: 'none' }), 'algorithm'],
    [withHeader({ alg: 'HS256', jwk: { kty: 'oct', k: 'c2VjcmV0' } }), 'algorithm'],
    [withHeader({ alg: 'ES384' }), 'algorithm'],
    [made({ header: { jwk: undefined as never } }), 'no_jwt'],
    [made({ header: { jwk: privateJwk } }), 'key'],
    [made({ header: { jwk: 'A'.repeat(43) as never } }), 'no_jwt'],
    [made({ header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } }), 'key'],
    [withHeader({ alg: 'PS256', jwk: rsa }), 'key'],
    [withHeader({ crit: ['exp'] }), 'no_jwt'],
    [`${head}.${body}.${signature.slice(0, -4)}AAAA`, 'signature'],
    [withHeader({ jwk: otherJwk }), 'signature'],
    [made({ claims: { jti: undefined } }), 'claims'],
    [made({ claims: { jti: '' } }), 'claims'],
    [made({ claims: { iat: undefined as never } }), 'claims'],
    [made({ claims: { nonce: 7 } }), 'claims'],
    [made({ claims: { exp: NOW - 100 } }), 'claims'],
    [made({ claims: { nbf: NOW + 100 } }), 'claims'],
    [made({ claims: { htm: 'GET' } }), 'htm'],
    [made({ claims: { htm: 'post' } }), 'htm'],
    [made({ claims: { htm: undefined } }), 'htm'],
    [made({ claims: { htu: undefined } }), 'htu'],
    [made({ claims: { htu: 'no address' } }), 'htu'],
    [made({ uri: 'https://login.example/oauth2/token/' }), 'htu'],
    [made({ uri: 'https://login.example/oauth2/Token' }), 'htu'],
    [made({ uri: 'http://login.example/oauth2/token' }), 'htu'],
    [made({ uri: 'https://me@login.example/oauth2/token' }), 'htu'],
    [made({ uri: 'https://api.example/oauth2/token' }), 'htu'],
  ]
  for (const [proof, because] of broken) {
    const proofs: readonly string[] = await Promise.all([proof].flat())
    assert.equal(await reasonOf(proofs), because, proofs[0] ?? '')
  }
})

test('the query, the fragment, the case of the host and a default port make no other address', async () => {
  for (const uri of [`${URI}?a=b`, `${URI}#c`, 'HTTPS://Login.Example:443/oauth2/token']) {
    assert.equal((await read([await made({ uri })])).issuedAt, NOW, uri)
  }
  assert.equal((await read([await made()], `${URI}?called=so`)).issuedAt, NOW)
})

test('the address may be the one where clients present certificates (RFC 8705 §5)', async () => {
  const alias = 'https://mtls.example/oauth2/token'
  const proofs = [await made({ uri: alias })]
  assert.equal(await reasonOf(proofs), 'htu')
  const request = { proofs, method: 'POST', uri: URI, alias }
  assert.equal((await readProof(request, NOW)).issuedAt, NOW)
})

test('at a protected resource, the proof contains the hash of the token that is sent along', async () => {
  const accessToken = 'mdt_at_x'
  const ath = hash('sha256', accessToken, 'base64url')
  const proofs = [await made({ claims: { ath } })]
  const request = { proofs, method: 'POST', uri: URI, accessToken }
  assert.equal((await readProof(request, NOW)).issuedAt, NOW)
  assert.equal(await reasonOf(proofs, { accessToken: 'mdt_at_y' }), 'ath')
  assert.equal(await reasonOf([await made()], { accessToken }), 'ath')
})
