import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createPasswordThreads } from './password-threads.ts'

const threads = createPasswordThreads()
after(() => threads.close())

// htpasswd -nbB -C 10, and openssl passwd -6 with rounds=200000.
const bcrypt = '$2b$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu'
const task = { format: 'bcrypt', password: 'correct horse', stored: bcrypt } as const

test('the event loop is not blocked while a password is compared', async () => {
  let turns = 0
  let done = false
  const compared = threads.compare(task).finally(() => {
    done = true
  })
  while (!done) {
    await turn()
    turns += 1
  }
  assert.equal(await compared, true)
  assert.ok(turns > 10, `${turns} turns`)
})

test('each comparison gets its own result', async () => {
  const passwords = ['correct horse', 'wrong', 'correct horse', 'correct horsf', 'correct horse']
  const answers = await Promise.all(
    passwords.map((password) => threads.compare({ ...task, password })),
  )
  assert.deepEqual(answers, [true, false, true, false, true])
})

test('a thread that fails is replaced, and its comparison rejects', async () => {
  const broken = { ...task, stored: null as unknown as string }
  await assert.rejects(threads.compare(broken))
  assert.equal(await threads.compare(task), true)
})

test('closing rejects running comparisons', async () => {
  const other = createPasswordThreads()
  const compared = assert.rejects(other.compare(task), /has ended/)
  await other.close()
  await compared
})
