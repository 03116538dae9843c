/** Why the model may say "generation 3" for the real `mdt_rt_…`. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deriveRedeemable, isAuthentic } from '../../src/grants/derivation.ts'
import { parseToken } from '../../src/grants/token.ts'
import { FIRST_KEY, sampleKeys } from '../sample-grant.ts'
import { startOfLife } from './world.ts'

const { row } = startOfLife().stored
const generations = Array.from({ length: 1_000 }, (_, generation) => generation)
const tokenOf = (generation: number) =>
  deriveRedeemable(sampleKeys, row, { generation, keyId: FIRST_KEY })

test('one generation has one token, however often it is made, and no two generations share one', () => {
  const tokens = generations.map(tokenOf)
  assert.deepEqual(generations.map(tokenOf), tokens)
  assert.equal(new Set(tokens).size, generations.length)
})

test('a token carries its generation, and is genuine for no other', () => {
  for (const generation of generations) {
    const token = parseToken(tokenOf(generation)) ?? assert.fail('no token')
    assert.equal(token.generation, generation)
    assert.ok(isAuthentic(sampleKeys, row.seed, token))
  }
  const [first, second] = [1, 2].map((generation) => parseToken(tokenOf(generation)))
  assert.ok(first !== undefined && second !== undefined)
  const { signedPart } = second
  assert.equal(isAuthentic(sampleKeys, row.seed, { ...first, signedPart }), false)
})
