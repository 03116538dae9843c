import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newProver } from '../../../test/dpop.ts'
import { createProofKeys } from './proof-keys.ts'

test('a key is imported once for each algorithm, and if there are too many, the oldest goes', async () => {
  const [first, second] = await Promise.all([
    newProver('https://a.test'),
    newProver('https://a.test'),
  ])
  const keyIn = createProofKeys(2)
  const of = ({ privateJwk: { d: _, ...jwk }, thumbprint }: typeof first, alg = 'ES256') => ({
    thumbprint,
    key: () => keyIn({ alg, jwk }, { payload: '', signature: '' }),
  })
  const one = of(first)
  const kept = await one.key()
  assert.equal(kept.thumbprint, one.thumbprint)
  assert.equal(await one.key(), kept)
  const other = await of(second).key()
  assert.equal(other.thumbprint, second.thumbprint)
  await assert.rejects(of(first, 'ES384').key())
  assert.equal(await one.key(), kept)
  await of(await newProver('https://a.test')).key()
  assert.notEqual(await one.key(), kept)
})
