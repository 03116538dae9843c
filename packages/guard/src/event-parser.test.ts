import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEventParser, type ServerSentEvent } from './event-parser.ts'

function read(...pieces: readonly string[]): readonly ServerSentEvent[] {
  const events: ServerSentEvent[] = []
  const parse = createEventParser((event) => events.push(event))
  for (const piece of pieces) parse(piece)
  return events
}

const STREAM = 'id: 7\nevent: ready\ndata: {"a":1}\n\nevent: revoked\ndata: {}\n\nid: 8\n\n'
const EVENTS = [
  { id: '7', type: 'ready', data: '{"a":1}' },
  { id: undefined, type: 'revoked', data: '{}' },
  { id: '8', type: 'message', data: undefined },
]

test('a stream is the same wherever it is cut into pieces', () => {
  assert.deepEqual(read(STREAM), EVENTS)
  for (let cut = 1; cut < STREAM.length; cut++) {
    assert.deepEqual(read(STREAM.slice(0, cut), STREAM.slice(cut)), EVENTS, `cut at ${cut}`)
  }
})

test('lines may end in CR, LF or both, cut anywhere', () => {
  for (const end of ['\r', '\r\n']) {
    const stream = STREAM.replaceAll('\n', end)
    assert.deepEqual(read(...stream, 'x'), EVENTS)
  }
})

test('comments, unknown fields and fields without a value do no harm', () => {
  const events = read(': hello\nretry: 5\nnonsense\nid\ndata:x\ndata:  y\ndata\n\n')
  assert.deepEqual(events, [{ id: '', type: 'message', data: 'x\n y\n' }])
})

test('what has not ended is no event yet', () => {
  assert.deepEqual(read('event: revoked\ndata: {}\n'), [])
})

test('a line that has no end is given up', () => {
  assert.throws(() => read('data: ', 'x'.repeat(70_000)), RangeError)
})
