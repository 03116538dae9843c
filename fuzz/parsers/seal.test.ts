/** Sealed values travel in URLs and cookies, where people can change them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readUnverified, seal, unseal } from '../../packages/mandate/src/http/seal.ts'
import { claimedQuery } from '../../packages/mandate/src/oauth/authorize/pending.ts'
import { bytesNamed } from '../../packages/mandate/test/sample-grant.ts'
import { damage, damaged } from '../../packages/mandate/test/token-arbitraries.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const key = { current: bytesNamed('sealing key'), all: [bytesNamed('sealing key')] }
const pending = fc.record(
  { asked: anyText.filter((text) => text.isWellFormed()), startedAt: fc.nat() },
  { noNullPrototype: true },
)
const secret = fc.option(anyText, { nil: undefined })
const purpose = 'pending'
const open = (browser: string | undefined, text: string) =>
  unseal(key, { purpose, secret: browser }, text)

test('values that were not sealed by us are foreign in any browser', () => {
  forEvery(fc.tuple(secret, textOf('.', 'WzEsIiJd', 'A', '=', '_')), ([browser, text]) => {
    assert.equal(open(browser, text), undefined)
    claimedQuery(readUnverified(text))
  })
})

test('a sealed value opens unchanged in its browser, and nowhere else', () => {
  forEvery(fc.tuple(pending, anyText, anyText), ([request, browser, other]) => {
    const sealed = seal(key, { purpose, secret: browser }, request)
    assert.deepEqual(open(browser, sealed), request)
    if (Buffer.from(browser).equals(Buffer.from(other))) return
    assert.equal(open(other, sealed), undefined)
  })
})

test('a modified seal does not open', () => {
  forEvery(fc.tuple(pending, damage), ([request, accident]) => {
    const sealed = seal(key, { purpose, secret: 'browser' }, request)
    const touched = damaged(sealed, accident)
    if (touched === sealed) return
    assert.equal(open('browser', touched), undefined)
  })
})

test('a sealed value takes time in proportion to its length', () => {
  growsInProportion(['.', 'A', '=', 'é'], (text) => open('browser', text))
  growsInProportion(['[', '"', '\\', 'A'], (text) =>
    open('browser', seal(key, { purpose, secret: 'browser' }, text)),
  )
  growsInProportion(['&', '%', 'é', 'A'], (asked) => claimedQuery({ asked }))
})
