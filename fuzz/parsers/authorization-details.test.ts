/** Authorization details: any JSON, or nearly JSON, in an authorization request or a token request. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../packages/mandate/src/explanations/refusal.ts'
import {
  detailsText,
  parseDetails,
  placesOf,
} from '../../packages/mandate/src/oauth/details/details.ts'
import { type ShownLine, shownDetails } from '../../packages/mandate/src/oauth/details/shown.ts'
import type { Detail } from '../../packages/mandate/src/oauth/details/type.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const name = fc.oneof(
  fc.constantFrom('type', '__proto__', 'constructor', 'toString', 'a.b', '0', ''),
  fc.string({ maxLength: 5 }),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1e21, 'payment'),
    textOf('"', '\\', '<', 'ü', '\u2028'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map(Object.fromEntries),
  ),
}))
const json = fc.array(value, { maxLength: 4 }).map((some) => JSON.stringify(some))
const typed = json.map((text) => text.replaceAll('[{', '[{"type":"payment",'))
const broken = textOf('[', ']', '{', '}', '"type":', '"', ',', ':', '1e999', '\\u0000')

function read(text: string): readonly Detail[] | undefined {
  try {
    return parseDetails(text)
  } catch (error) {
    assert.ok(error instanceof Refusal && error.reason === 'details_malformed')
    return undefined
  }
}

function areTexts(lines: readonly ShownLine[]): void {
  for (const line of lines) {
    if ('value' in line) assert.equal(typeof line.value, 'string')
    else for (const entry of line.entries) areTexts(entry)
  }
}

test('any text is refused, or read as the same details however often', () => {
  let accepted = 0
  forEvery(fc.oneof(json, typed, broken), (text) => {
    const details = read(text)
    assert.equal(Object.hasOwn(Object.prototype, 'a.b'), false)
    if (details === undefined) return
    accepted += 1
    const canonical = detailsText(details)
    assert.equal(detailsText(read(canonical) ?? []), canonical)
    assert.deepEqual(
      placesOf(details, canonical).length,
      new Set(details.map((one) => JSON.stringify(one))).size,
    )
    for (const { lines } of shownDetails(new Map(), details)) areTexts(lines)
  })
  assert.ok(accepted > 0)
})
