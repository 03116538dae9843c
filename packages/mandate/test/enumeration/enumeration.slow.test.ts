/**
 * SCENARIO 50: nobody learns who has an account. The threshold is a rank test over pairs, so a slow
 * machine changes nothing; `npm run measure:enumeration` prints the figures.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { measure, tellsApart, told } from './measure.ts'
import { openQuestions } from './questions.ts'

let opened: Awaited<ReturnType<typeof openQuestions>>
before(async () => {
  opened = await openQuestions(150)
})
after(() => opened.close())

test('whatever a stranger asks, addresses with and without an account get the same answer', async (t) => {
  for (const { name, question, pairs } of opened.asked) {
    const measured = await measure(question, pairs, Math.random)
    t.diagnostic(told(name, measured))
    assert.equal(measured.difference, undefined, name)
    assert.ok(!tellsApart(measured), told(name, measured))
  }
})

test('the measurement notices an answer that takes a few milliseconds longer', async () => {
  const [asked] = opened.asked
  assert.ok(asked)
  const leak = async (email: string, number: number) => {
    if (email.includes('.k.')) await new Promise((resolve) => setTimeout(resolve, 8))
    return asked.question(email, number)
  }
  const measured = await measure(leak, asked.pairs, Math.random)
  assert.ok(tellsApart(measured), told('a leak', measured))
})
