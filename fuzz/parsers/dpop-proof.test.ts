/** The `DPoP` header: a JWT from anyone, with the key to check it with. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { base64url } from 'jose'
import { Refusal } from '../../packages/mandate/src/explanations/refusal.ts'
import { readProof } from '../../packages/mandate/src/oauth/dpop/proof.ts'
import { newProver } from '../../packages/mandate/test/dpop.ts'
import { damage, damaged } from '../../packages/mandate/test/token-arbitraries.ts'
import { headerOf } from '../hostile-text.ts'
import { forEveryAsync } from '../runs.ts'

const NOW = 1_700_000_000
const URI = 'https://login.example/oauth2/token'
const genuine = await (await newProver(URI)).prove({ now: NOW })
const [head = '', body = '', signature = ''] = genuine.split('.')

const part = (json: unknown) => base64url.encode(JSON.stringify(json) ?? '')
const member = fc.oneof(
  fc.constantFrom(
    'ES256',
    'none',
    'HS256',
    'PS256',
    'dpop+jwt',
    'EC',
    'RSA',
    'P-256',
    'AQAB',
    'POST',
    URI,
  ),
  fc.jsonValue(),
)
const key = fc.dictionary(
  fc.constantFrom('kty', 'crv', 'x', 'y', 'n', 'e', 'd', 'k', 'use', 'alg'),
  member,
)
const header = fc.dictionary(
  fc.constantFrom('alg', 'typ', 'jwk', 'kid', 'jku', 'x5c', 'crit', 'b64', '__proto__'),
  fc.oneof(member, key),
)
const changed = fc
  .tuple(header, fc.constantFrom(...(['header', 'claims'] as const)))
  .map(([change, where]) => {
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString())
    return where === 'header'
      ? [part({ ...read(head), ...change }), body, signature].join('.')
      : [head, part({ ...read(body), ...change }), signature].join('.')
  })
const hurt = damage.map((accident) => damaged(genuine, accident))
const anything = fc.oneof(headerOf('.', 'e30', head, body, signature, '=', ' '), changed, hurt)

test('any headers are a proof, which is the genuine one, or refused', async () => {
  await forEveryAsync(
    fc.array(anything, { minLength: 1, maxLength: 2 }),
    async (proofs) => {
      try {
        const proof = await readProof({ proofs, method: 'POST', uri: URI }, NOW)
        assert.equal(proof.issuedAt, NOW)
        assert.equal(proofs[0], genuine)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        assert.equal(error.error, 'invalid_dpop_proof')
      }
    },
    { costs: 3 },
  )
})
