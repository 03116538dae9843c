/** `application/x-www-form-urlencoded`: bodies and query strings (RFC 6749 App. B). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  decodeFormComponent,
  parseParameters,
} from '../../packages/mandate/src/oauth/parameters.ts'
import { refusalOf } from '../../packages/mandate/test/refusal-of.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const names = ['grant_type', 'code', 'scope', 'scope[a]', 'state', '__proto__', 'resource']
const fragments = ['&', '=', '+', ';', '%26', '%3D', '%C2%A3', 'a', ...names]
const malformed = [undefined, 'malformed_form']
const readings = [...malformed, 'repeated_parameter', 'missing_parameter']

/** Reads every value in each possible way. */
function readAll(form: string | Uint8Array): void {
  const parameters = parseParameters(form)
  for (const name of names) {
    const all = parameters.all(name)
    assert.ok(all.every((value) => value !== '' && !value.includes('\0')))
    assert.equal(parameters.has(name), all.length > 0)
    assert.ok(readings.includes(refusalOf(() => parameters.required(name))))
    assert.equal(
      refusalOf(() => parameters.one(name)),
      all.length > 1 ? 'repeated_parameter' : undefined,
    )
  }
}

test('any text is a form or is refused as malformed', () => {
  forEvery(textOf(...fragments), (text) => {
    assert.ok(malformed.includes(refusalOf(() => readAll(text))))
  })
})

test('any bytes are a form or are refused as malformed', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    textOf(...fragments).map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
  )
  forEvery(bytes, (form) => {
    assert.ok(malformed.includes(refusalOf(() => readAll(form))))
  })
})

test('encoding and parsing round-trips: every name, every value, in order', () => {
  const text = anyText.filter((one) => one.isWellFormed() && !one.includes('\0'))
  forEvery(
    fc.array(
      fc.tuple(
        text,
        text.filter((one) => one !== ''),
      ),
    ),
    (pairs) => {
      const parameters = parseParameters(new URLSearchParams(pairs).toString())
      for (const [name] of pairs) {
        const values = pairs.filter((pair) => pair[0] === name).map(([, value]) => value)
        assert.deepEqual(parameters.all(name), values)
      }
    },
  )
})

test('one component is decoded or refused', () => {
  forEvery(textOf(...fragments), (text) => {
    assert.ok(malformed.includes(refusalOf(() => decodeFormComponent(text))))
  })
})

test('a form takes time in proportion to its length', () => {
  growsInProportion([...fragments, '%', '%00', 'é'], readAll)
})
