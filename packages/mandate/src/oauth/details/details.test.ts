import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../explanations/refusal.ts'
import { detailsAt, detailsText, parseDetails, placesOf } from './details.ts'
import { shownDetails } from './shown.ts'

const refused = (reason: string, because?: string) => (error: unknown) =>
  error instanceof Refusal && error.reason === reason && error.details['because'] === because

test('the same content is the same text, in whatever order and spacing it came', () => {
  const texts = [
    '[{"type":"a","x":{"c":[1,2],"b":"é"}}]',
    ' [ {"x": {"b": "\\u00e9", "c": [1.0, 2e0]}, "type": "a"} ] ',
  ].map((text) => detailsText(parseDetails(text)))
  assert.equal(texts[0], texts[1])
  assert.notEqual(texts[0], detailsText(parseDetails('[{"type":"a","x":{"c":[2,1],"b":"é"}}]')))
})

test('anything but a short list of shallow objects with a type is refused (RFC 9396 §2)', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const wrong: readonly (readonly [text: string, because: string])[] = [
    ['', 'no_json'],
    ['[{"type":"a"}', 'no_json'],
    ['{"type":"a"}', 'no_list'],
    ['[]', 'no_list'],
    ['"a"', 'no_list'],
    ['[null]', 'no_type'],
    ['[{"type":1}]', 'no_type'],
    ['[["type"]]', 'no_type'],
    ['[{"type":"a","n":1e999}]', 'no_json'],
    [`[{"type":"a","x":${nested(8)}}]`, 'too_deep'],
    [`[{"type":"a","x":${'['.repeat(2_000)}${']'.repeat(2_000)}}]`, 'too_deep'],
    [`[${Array(21).fill('{"type":"a"}').join(',')}]`, 'too_many'],
    [`[{"type":"a","x":"${'x'.repeat(1_000_000)}"}]`, 'too_long'],
    ['[{"type":"a","__proto__":{"admin":true}}]', 'forbidden_name'],
    ['[{"type":"a","x":{"__proto__":null}}]', 'forbidden_name'],
  ]
  for (const [text, because] of wrong) {
    assert.throws(
      () => parseDetails(text),
      refused('details_malformed', because),
      text.slice(0, 60),
    )
  }
  assert.equal(parseDetails(`[{"type":"a","x":${nested(6)}}]`).length, 1)
  assert.equal(Object.hasOwn({}, 'admin'), false)
})

test('a token can have some of what was granted, each exactly as it was granted', () => {
  const granted = parseDetails('[{"type":"a","n":1},{"type":"b"},{"type":"a","n":2}]')
  const places = placesOf(granted, '[{"n":2,"type":"a"},{"type":"b"},{"type":"b"}]')
  assert.deepEqual(places, [1, 2])
  assert.deepEqual(detailsAt(granted, places), granted.slice(1))
  assert.deepEqual(detailsAt(granted, undefined), granted)
  for (const wider of ['[{"type":"a","n":3}]', '[{"type":"a"}]', '[{"type":"a","n":1,"m":1}]']) {
    assert.throws(() => placesOf(granted, wider), refused('details_wider'))
  }
})

test('a person sees every field: first those with a name, then the others by their path', () => {
  const type = {
    ...{ title: 'A payment', fields: { 'to.name': 'To', 'parts.n': 'Number' } },
    ...{ limits: {}, remembered: false, scope: null },
  }
  const types = new Map([['payment', { ...type, problemOf: () => undefined }]])
  const details = parseDetails(
    '[{"type":"payment","amount":1.5,"to":{"name":"Ada","tags":["x","y"]},"parts":[{"of":3,"n":1},{"n":2}]},{"type":"gone","x":true}]',
  )
  assert.deepEqual(shownDetails(types, details), [
    {
      title: 'A payment',
      lines: [
        { label: 'To', value: 'Ada' },
        { label: 'amount', value: '1.5' },
        {
          label: 'parts',
          entries: [
            [
              { label: 'Number', value: '1' },
              { label: 'of', value: '3' },
            ],
            [{ label: 'Number', value: '2' }],
          ],
        },
        { label: 'to.tags', value: 'x, y' },
      ],
      limits: [],
    },
    { title: 'gone', lines: [{ label: 'x', value: 'true' }], limits: [] },
  ])
})

test('a field with nothing in it is shown, too', () => {
  const detail = { type: 'payment', limits: {}, to: [{ name: 'Jo' }, {}], tags: [] }
  assert.deepEqual(shownDetails(undefined, [detail, { type: 'all' }]), [
    {
      title: 'payment',
      lines: [
        { label: 'limits', value: '' },
        { label: 'to', entries: [[{ label: 'name', value: 'Jo' }], [{ label: 'to', value: '' }]] },
        { label: 'tags', value: '' },
      ],
      limits: [],
    },
    { title: 'all', lines: [], limits: [] },
  ])
})
