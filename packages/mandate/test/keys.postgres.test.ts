/** Machines that share one PostgreSQL database but each have their own keys. */

import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runCommand, runDocument } from './command-line/run-command.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'

const place = await createTestPlace()
after(async () => {
  await place.remove()
  await endTestServer()
})
const environment = { MANDATE_DATABASE: place.location }
const machines = Array.from({ length: 3 }, () => join(temporaryDirectory(), 'data'))
const serve = (data: string) =>
  serving(['serve', '--json', '--port', '0', '--data', data, '--log-level', 'silent'], {
    environment,
  })
const started = machines.map(serve)

test('of machines that start at once on an empty database one serves, and the others say why they cannot', async () => {
  const outcomes = await Promise.allSettled(started.map((server) => server.until(/"issuer":/)))
  const serves = outcomes.findIndex(({ status }) => status === 'fulfilled')
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const [index, server] of started.entries()) {
    if (index === serves) continue
    assert.equal(server.child.exitCode, 1)
    const { errors } = server.read()
    assert.match(JSON.parse(errors).msg, /^(The tokens of|The key file) /)
    assert.equal(errors.includes(new URL(place.location).password), false)
  }

  // The sentence names the keys of the one that serves.
  const other = join(temporaryDirectory(), 'data')
  cpSync(join(machines[serves] ?? '', 'keys.json'), join(other, 'keys.json'))
  const second = serve(other)
  await second.until(/"issuer":/)
  assert.equal(await second.stop('SIGTERM'), 0)
  assert.equal(await started[serves]?.stop('SIGTERM'), 0)
  const doctor = await runCommand(['doctor', '--data', other], { environment })
  assert.match(doctor.output, /✓ keys +\d keys in /)
  assert.deepEqual(await runDocument(['user', 'list', '--data', other], { environment }), [])
})
