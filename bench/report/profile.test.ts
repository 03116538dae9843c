import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hottest } from './profile.ts'

const frame = (functionName: string, url = '', lineNumber = 0) => ({
  functionName,
  url,
  lineNumber,
})
const profile = {
  nodes: [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('derive', 'file:///home/ada/packages/mandate/src/a.ts', 9) },
    { id: 3, callFrame: frame('derive', 'file:///home/ada/packages/mandate/src/a.ts', 9) },
    { id: 4, callFrame: frame('reply', 'file:///home/ada/node_modules/fastify/lib/reply.js', 4) },
  ],
  samples: [4, 1, 2, 3, 4],
  timeDeltas: [1000, 5000, 200, 100, 100],
}

test('a function’s time is a share of the busy time, wherever it was called from', () => {
  assert.deepEqual(hottest(profile, 10, 0.005), [
    { name: 'derive', where: 'packages/mandate/src/a.ts:10', share: 0.75 },
    { name: 'reply', where: 'fastify/lib/reply.js:5', share: 0.25 },
  ])
})

test('what was spent before the last seconds does not count', () => {
  assert.equal(hottest(profile, 1, 60)[0]?.name, 'reply')
  assert.equal(hottest(profile, 1, 0.005)[0]?.name, 'derive')
})
