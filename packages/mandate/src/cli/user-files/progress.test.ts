import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { openTerminal } from '../terminal.ts'
import { showProgress } from './progress.ts'

/** What is written to standard error in 30 seconds at a steady 5,000 lines a second. */
function written({ isTTY, total }: { readonly isTTY: boolean; readonly total: number | null }) {
  const errors = Object.assign(new PassThrough(), { isTTY })
  const terminal = openTerminal(new PassThrough(), errors)
  let nowMs = 0
  const progress = showProgress(terminal, { noun: 'lines', total }, () => nowMs)
  for (; nowMs < 30_000; nowMs += 50) progress.note(nowMs * 5)
  progress.end()
  terminal.warn('done')
  let text = ''
  for (let chunk = errors.read(); chunk !== null; chunk = errors.read()) text += chunk
  return text
}

test('at a terminal, one line is rewritten, and gone at the end', () => {
  const text = written({ isTTY: true, total: 1_000_000 })
  const [rewritten = '', ...lines] = text.split('\n')
  assert.deepEqual(lines, [''], 'the only line that stays is the last')
  const states = rewritten.split('\r\u001b[2K').slice(1)
  assert.ok(states.length > 100 && states.length < 160, 'about five times a second')
  assert.match(
    states.at(-2) ?? '',
    /^149,\d{3} of 1,000,000 lines \(14 %\), 5,000 a second, 2 min 51 s left$/,
  )
  assert.equal(states.at(-1), 'done')
})

test('in a log, a line comes every ten seconds', () => {
  assert.deepEqual(written({ isTTY: false, total: 1_000_000 }).split('\n'), [
    '50,000 of 1,000,000 lines (5 %), 5,000 a second, 3 min 10 s left',
    '100,000 of 1,000,000 lines (10 %), 5,000 a second, 3 min 0 s left',
    'done',
    '',
  ])
})

test('where the end is unknown, the count and the rate are shown', () => {
  assert.match(written({ isTTY: false, total: null }), /^50,000 lines, 5,000 a second\n/)
})
