/** Codes, refresh tokens and access tokens from outside. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  formatToken,
  packClaims,
  parseToken,
  withChecksum,
} from '../../packages/mandate/src/grants/token.ts'
import { anyClaims, damage, damaged, mac } from '../../packages/mandate/test/token-arbitraries.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const genuine = fc
  .tuple(anyClaims, mac)
  .map(([claims, bytes]) => formatToken(claims.kind, packClaims(claims), bytes))
const payload = fc
  .uint8Array({ maxLength: 140 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'))

/** Arbitrary content with the right shape and the right checksum. */
const wellSpelled = fc
  .tuple(
    fc.constantFrom('ac', 'rt', 'at', 'cs', 'AC'),
    fc.oneof(payload, textOf('A', '_', '-', '=')),
  )
  .map(([kind, text]) => withChecksum(`mdt_${kind}_${text}`))
const hurt = fc.tuple(genuine, damage).map(([token, accident]) => damaged(token, accident))
const anything = fc.oneof(
  textOf('mdt_', 'mdt_rt_', 'mdt_at_', 'ac', '_', 'A', '='),
  wellSpelled,
  hurt,
  genuine,
)

test('any text is a token or not, and a token has one spelling', () => {
  forEvery(anything, (text) => {
    const token = parseToken(text)
    if (token === undefined) return
    assert.equal(formatToken(token.kind, token.signedPart, token.mac), text)
    assert.equal(token.mac.length, 32)
  })
})

test('a generated token is parsed unchanged', () => {
  forEvery(fc.tuple(anyClaims, mac), ([claims, bytes]) => {
    const token = parseToken(formatToken(claims.kind, packClaims(claims), bytes))
    const { signedPart, mac: read, ...rest } = token ?? assert.fail('it is not read at all')
    assert.deepEqual(rest, claims)
    assert.deepEqual([...read], [...bytes])
    assert.deepEqual(signedPart, packClaims(claims))
  })
})

test('a token takes time in proportion to its length', () => {
  growsInProportion(['mdt_at_', '_', '-', 'A', '=', ' ', '\n'], parseToken)
  growsInProportion(['\n', ' ', 'A', '_'], (text) =>
    parseToken(withChecksum(`mdt_at_${Buffer.from(text).toString('base64url')}`)),
  )
})
