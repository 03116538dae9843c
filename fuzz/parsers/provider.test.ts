/** What an identity provider says, and the addresses that its document may name. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFetcher } from '../../packages/mandate/src/fetching/fetcher.ts'
import { FetchRefused } from '../../packages/mandate/src/fetching/refused.ts'
import { specialUse } from '../../packages/mandate/src/fetching/special-addresses.ts'
import { type Claims, proofOf } from '../../packages/mandate/src/ways/oidc/claims.ts'
import { usableKeys } from '../../packages/mandate/src/ways/oidc/keys.ts'
import { STANDARD_CLAIMS } from '../../packages/mandate/src/ways/oidc/presets.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery, forEveryAsync } from '../runs.ts'

const claim = fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.array(fc.string()))
const names = ['sub', 'iss', 'email', 'email_verified', 'name', 'auth_time', 'iat', 'amr', 'acr']
const claims: fc.Arbitrary<Claims> = fc.record(
  Object.fromEntries(names.map((name) => [name, claim])),
  { requiredKeys: [] },
)

test('any claims are a bounded proof or none', () => {
  forEvery(fc.tuple(claims, fc.option(claims, { nil: undefined })), ([idToken, userinfo]) => {
    const proof = proofOf(idToken, userinfo, STANDARD_CLAIMS)
    if (proof === undefined) return
    assert.equal(proof.provider, idToken['iss'])
    assert.equal(proof.subject, idToken['sub'])
    assert.match(proof.subject, /^[\x20-\x7e]{1,255}$/)
    assert.ok((proof.email ?? '').length <= 254 && (proof.name ?? '').length <= 200)
    assert.ok(proof.emailVerified === false || proof.email !== null)
    assert.ok(
      proof.authTime === null || (Number.isSafeInteger(proof.authTime) && proof.authTime >= 0),
    )
    assert.ok(proof.amr.length <= 16)
  })
})

test('any document is a list of keys or an error', () => {
  const key = fc.record(
    { kty: claim, crv: claim, alg: claim, use: claim, n: claim, e: claim, x: claim, y: claim },
    { requiredKeys: [] },
  )
  const document = fc.oneof(fc.jsonValue(), fc.record({ keys: fc.array(fc.oneof(key, claim)) }))
  forEvery(document, (each) => {
    try {
      assert.deepEqual(usableKeys(each), [])
    } catch (error) {
      assert.ok(error instanceof TypeError, String(error))
    }
  })
})

const pieces = [
  ...['https://', 'http://', 'file://', '//', '@', ':', '/', '?', '#', '\\', '.', '%00', '[', ']'],
  ...[
    '127',
    '0x7f',
    '017700000001',
    'localhost',
    '::1',
    '::ffff:',
    '10.0.0.1',
    'idp.example',
    '443',
  ],
  ...['①', '。', '­', ' ', '\t', '\n'],
]

test('no address leads to this machine, however it is written', async () => {
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  const fetch = createFetcher({ allowedHosts: [], lookup })
  await forEveryAsync(textOf(...pieces), async (address) => {
    await assert.rejects(fetch(address), FetchRefused)
  })
})

test('an address is public or has a special use', () => {
  forEvery(fc.oneof(fc.ipV4(), fc.ipV6(), textOf(...pieces)), (address) => {
    const use = specialUse(address)
    if (/^(10|127|192\.168|169\.254)\./.test(address)) assert.notEqual(use, undefined)
    if (!/^[\da-f.:]+$/i.test(address)) assert.notEqual(use, undefined)
  })
})
