import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IntrospectionAnswer } from './answer.ts'
import { shareQuestions } from './sharing.ts'

const gone: IntrospectionAnswer = { active: false }

/** A server that answers when the test says so. */
function slowServer() {
  const open: { token: string; answer: (value: IntrospectionAnswer) => void; fail: () => void }[] =
    []
  const ask = (token: string) =>
    new Promise<IntrospectionAnswer>((answer, reject) => {
      open.push({ token, answer, fail: () => reject(new Error('away')) })
    })
  return { ask: shareQuestions(ask), open }
}

const turn = () => new Promise((done) => setImmediate(done))

test('no caller gets the answer to a request sent before it came', async () => {
  const { ask, open } = slowServer()
  const early = ask('t')
  const late = ask('t')
  assert.equal(open.length, 1)
  const revoked: IntrospectionAnswer = { active: false }
  open[0]?.answer(gone)
  assert.equal(await early, gone)
  await turn()
  assert.equal(open.length, 2)
  open[1]?.answer(revoked)
  assert.equal(await late, revoked)
})

test('a hundred callers that come in the meantime share the next request', async () => {
  const { ask, open } = slowServer()
  ask('t')
  const late = Array.from({ length: 100 }, () => ask('t'))
  open[0]?.answer(gone)
  await turn()
  assert.equal(open.length, 2)
  const latest = ask('t')
  open[1]?.answer(gone)
  await Promise.all(late)
  await turn()
  assert.equal(open.length, 3)
  open[2]?.answer(gone)
  await latest
})

test('a question that fails does not fail those who wait for the next', async () => {
  const { ask, open } = slowServer()
  const early = ask('t')
  const late = ask('t')
  open[0]?.fail()
  await assert.rejects(early, /away/)
  await turn()
  open[1]?.answer(gone)
  assert.equal(await late, gone)
})

test('different tokens do not wait for each other', () => {
  const { ask, open } = slowServer()
  ask('a')
  ask('b')
  assert.deepEqual(
    open.map(({ token }) => token),
    ['a', 'b'],
  )
})

test('once everything is answered the next check asks at once', async () => {
  const { ask, open } = slowServer()
  const first = ask('t')
  const second = ask('t')
  open[0]?.answer(gone)
  await first
  await turn()
  open[1]?.answer(gone)
  await second
  await turn()
  ask('t')
  assert.equal(open.length, 3)
})
