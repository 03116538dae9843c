import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('operators are added, listed, changed and removed, and the last owner stays', async () => {
  const data = join(temporaryDirectory(), 'data')
  const run = (...args: string[]) => runCommand([...args, '--data', data])
  for (const name of ['ada', 'bob']) {
    const created = ['user', 'create', `${name}@example.com`, '--init', '--data', data]
    await runDocument(created)
  }
  const none = await run('operator', 'list')
  assert.match(none.output, /There are no operators.*operator add USER --role owner/s)

  const added = ['operator', 'add', 'ada@example.com', '--role', 'owner', '--data', data]
  const { sub, created_at: _, ...ada } = await runDocument(added)
  assert.deepEqual(ada, { username: 'ada@example.com', role: 'owner', disabled: false })
  assert.match(
    (await run('operator', 'add', String(sub), '--role', 'support')).errors,
    /already, as owner/,
  )
  assert.equal((await run('operator', 'add', 'bob@example.com', '--role', 'king')).code, 2)
  assert.equal((await run('operator', 'add', 'bob@example.com')).code, 2)
  await run('operator', 'add', 'bob@example.com', '--role', 'auditor')
  assert.match(
    (await run('operator', 'list')).output,
    /ada@example\.com +owner .*\nbob@example\.com +auditor /,
  )

  const demoted = await run('operator', 'set-role', 'ada@example.com', 'support')
  assert.deepEqual([demoted.code, /only owner/.test(demoted.errors)], [1, true])
  assert.match((await run('operator', 'remove', 'ada@example.com')).errors, /only owner/)
  assert.match(
    (await run('operator', 'set-role', 'bob@example.com', 'owner')).output,
    /bob@example\.com is an owner now/,
  )
  assert.match(
    (await run('operator', 'remove', 'ada@example.com')).output,
    /not an operator any more/,
  )
  assert.match((await run('operator', 'remove', 'ada@example.com')).errors, /is not an operator;/)
  const listed = await run('operator', 'list', '--json')
  assert.deepEqual(
    JSON.parse(listed.output).map((one: Record<string, unknown>) => one['role']),
    ['owner'],
  )
})
