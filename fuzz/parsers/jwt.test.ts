/** JWTs that other parties sign: client assertions, request objects, DPoP proofs. */

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJwt, readJwt } from '../../packages/mandate/src/jwt/read.ts'
import { JwtRefused } from '../../packages/mandate/src/jwt/refused.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery, forEveryAsync } from '../runs.ts'

const base64Of = (text: string) => Buffer.from(text).toString('base64url')
const secret = Buffer.alloc(32, 9)

const json = textOf(
  ...['{', '}', '"alg"', ':', '"none"', '"HS256"', ',', '"crit"', '[', ']', '"exp"', '1e9'],
)
const anyHeader = fc.dictionary(
  fc.constantFrom('alg', 'kid', 'typ', 'cty', 'crit', 'b64', 'jwk', 'jku', 'x5u', 'zip'),
  fc.oneof(fc.constantFrom<unknown>('HS256', 'none', 'JWT', true, ['exp']), fc.jsonValue()),
)
const anyClaims = fc.dictionary(
  fc.constantFrom('iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti'),
  fc.oneof(fc.constantFrom<unknown>(1e9, 2e9, 'client', ['client']), fc.jsonValue()),
  { maxKeys: 2 },
)
const part = fc.oneof(
  textOf('.', '-', '_', 'A', '=', 'eyJ'),
  json.map(base64Of),
  anyHeader.map((header) => base64Of(JSON.stringify(header))),
)
const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.'))

test('any text is a JWT or is refused', () => {
  forEvery(text, (one) => {
    try {
      assert.equal(typeof parseJwt(one).header.alg, 'string')
    } catch (error) {
      assert.ok(error instanceof JwtRefused, String(error))
    }
  })
})

test('whatever was signed, claims are accepted only as the rules want them', async () => {
  await forEveryAsync(fc.tuple(anyHeader, anyClaims), async ([header, claims]) => {
    const usual = { iss: 'client', aud: 'client', exp: 1e9, jti: '1' }
    const input = [
      { alg: 'HS256', ...header },
      { ...usual, ...claims },
    ]
      .map((one) => base64Of(JSON.stringify(one)))
      .join('.')
    const signed = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    try {
      const read = await readJwt(signed, {
        algorithms: ['HS256', 'RS256'],
        keys: { are: 'secrets', secrets: [secret] },
        ...{ issuer: 'client', audience: ['client'], requiredClaims: ['jti'] },
        ...{ maxLifetimeSeconds: 300, now: 1e9 - 100 },
      })
      const { iss, aud, exp } = read.claims
      assert.deepEqual([iss, exp, [aud].flat()], ['client', 1e9, ['client']])
      for (const name of ['crit', 'b64', 'jwk', 'jku', 'x5u']) {
        assert.equal(read.header[name], undefined)
      }
    } catch (error) {
      assert.ok(error instanceof JwtRefused, String(error))
    }
  })
})

test('the time to read a JWT grows no faster than the text', () => {
  growsInProportion(['.', 'A', '-', 'eyJhbGciOiJIUzI1NiJ9'], (one) => {
    try {
      parseJwt(one, 1_000_000)
    } catch (error) {
      assert.ok(error instanceof JwtRefused, String(error))
    }
  })
})
