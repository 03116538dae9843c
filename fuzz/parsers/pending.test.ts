/** Pending authorizations: sealed, in a URL, in the browser of whoever likes to change URLs. */

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sealPending, unsealPending } from '../../packages/mandate/src/oauth/authorize/pending.ts'
import { bytesNamed } from '../../packages/mandate/test/sample-grant.ts'
import { damage, damaged } from '../../packages/mandate/test/token-arbitraries.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const key = bytesNamed('sealing key')
const pending = fc.record(
  { query: anyText.filter((text) => text.isWellFormed()), startedAt: fc.nat() },
  { noNullPrototype: true },
)
const secret = fc.option(anyText, { nil: undefined })

test('what nobody sealed is from elsewhere, in any browser', () => {
  forEvery(fc.tuple(secret, textOf('.', 'WzEsIiJd', 'A', '=', '_')), ([browser, text]) => {
    assert.deepEqual(unsealPending(key, browser, text), { is: 'from_elsewhere' })
  })
})

test('what was sealed comes back whole in its browser, and nowhere else', () => {
  forEvery(fc.tuple(pending, anyText, anyText), ([request, browser, other]) => {
    const sealed = sealPending(key, browser, request)
    assert.deepEqual(unsealPending(key, browser, sealed), { is: 'intact', pending: request })
    if (Buffer.from(browser).equals(Buffer.from(other))) return
    assert.deepEqual(unsealPending(key, other, sealed), { is: 'from_elsewhere' })
  })
})

test('a seal that was touched holds nothing', () => {
  forEvery(fc.tuple(pending, damage), ([request, accident]) => {
    const sealed = sealPending(key, 'browser', request)
    const touched = damaged(sealed, accident)
    if (touched === sealed) return
    assert.deepEqual(unsealPending(key, 'browser', touched), { is: 'from_elsewhere' })
  })
})

test('a sealed value takes time in proportion to its length', () => {
  growsInProportion(['.', 'A', '=', 'é'], (text) => unsealPending(key, 'browser', text))
  growsInProportion(['[', '"', '\\', 'A'], (text) => {
    const payload = Buffer.from(JSON.stringify([0, text])).toString('base64url')
    const seal = createHmac('sha256', key).update(`browser\n${payload}`).digest('base64url')
    return unsealPending(key, 'browser', `${payload}.${seal}`)
  })
})
