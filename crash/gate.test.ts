import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { chanceFrom } from './chance.ts'
import { type Fate, openGate, portOf } from './gate.ts'

/** Sends one request through a gate with this fate. Whether it was answered, and what the node saw. */
async function meet(fate: Fate): Promise<{ answered: boolean; seen: number }> {
  let seen = 0
  const { promise: acted, resolve: act } = Promise.withResolvers<void>()
  const node = createServer(async (request, response) => {
    request.on('error', () => {})
    const pieces = await text(request).catch(() => undefined)
    if (pieces === undefined) return
    seen += 1
    response.end('x'.repeat(1000), () => act())
  })
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
  const gate = await openGate({
    ports: [portOf(node)],
    draw: () => fate,
    chance: chanceFrom('gate'),
    latestMs: 50,
  })
  gate.be('stormy')
  const answered = await fetch(gate.url, { method: 'POST', body: 'x'.repeat(1000) })
    .then((response) => response.text())
    .then(
      (body) => body.length === 1000,
      () => false,
    )
  if (fate === 'cut, and delivered late') await acted
  await gate.close()
  node.closeAllConnections()
  await new Promise((resolve) => node.close(resolve))
  return { answered, seen }
}

describe('a request at the gate', () => {
  const expected: readonly (readonly [Fate, boolean, number])[] = [
    ['passed', true, 1],
    ['cut before it left', false, 0],
    ['cut in the request', false, 0],
    ['cut between commit and answer', false, 1],
    ['cut in the answer', false, 1],
    ['cut, and delivered late', false, 1],
  ]
  for (const [fate, answered, seen] of expected) {
    const says = `${fate}: ${answered ? 'answered' : 'not answered'}, seen by ${seen} node`
    test(says, async () => assert.deepEqual(await meet(fate), { answered, seen }))
  }
})
