/** SCENARIO 62: PostgreSQL comes up after the server. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePort } from '../../src/runtime/ports.ts'
import { openGate } from '../store/database-gate.ts'
import { createTestPlace, endTestServer } from '../store/test-places.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'

const places: (() => Promise<void>)[] = []
after(async () => {
  for (const remove of places) await remove()
  await endTestServer()
})

/** An empty database that is unreachable until its gate is opened. */
async function awayDatabase() {
  const place = await createTestPlace()
  const gate = await openGate(place.location)
  await gate.shut()
  places.push(async () => {
    await gate.shut()
    await place.remove()
  })
  return gate
}

for (const workers of [1, 2]) {
  test(`SCENARIO 62: ${workers === 1 ? 'one process' : 'two workers'} without a database: live, not ready, and serving once it is there`, async () => {
    const gate = await awayDatabase()
    const data = join(temporaryDirectory(), 'data')
    const port = await freePort('127.0.0.1')
    const environment = { MANDATE_DATABASE: gate.url }
    const flags = ['--port', port, '--data', data, '--metrics-port', 0, '--workers', workers]
    const server = serving(['serve', ...flags.map(String)], { environment })
    const [line] = await server.until(/[^\n]*The server waits for its database[^\n]*/)
    assert.match(JSON.parse(line).msg, /^No PostgreSQL server answers at 127\.0\.0\.1:\d+/)
    const issuer = `http://127.0.0.1:${port}`
    const get = (path: string, init?: RequestInit) => fetch(`${issuer}${path}`, init)
    assert.equal((await get('/health/live')).status, 200)
    const ready = await get('/health/ready')
    assert.deepEqual([ready.status, await ready.json()], [503, { status: 'waiting' }])
    const token = await get('/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({ a: 'b' }),
    })
    assert.deepEqual([token.status, token.headers.get('retry-after')], [503, '2'])
    const page = await get('/sign-in', { headers: { accept: 'text/html' } })
    assert.deepEqual([page.status, page.headers.get('retry-after')], [503, '2'])
    assert.match(await page.text(), /temporarily unavailable/)
    await gate.open()
    await server.until(/Mandate is ready at/)
    assert.equal((await get('/health/ready')).status, 200)
    assert.equal(await server.stop('SIGTERM'), 0)
    assert.doesNotMatch(server.read().output, new RegExp(new URL(gate.url).password))
    assert.equal(server.read().errors, '')
  })

  test(`SIGTERM ends ${workers === 1 ? 'a server' : 'workers'} that still wait for the database, with 0`, async () => {
    const gate = await awayDatabase()
    const environment = { MANDATE_DATABASE: gate.url }
    const flags = ['--port', 0, '--data', join(temporaryDirectory(), 'data'), '--metrics-port', 0]
    const server = serving(['serve', ...[...flags, '--workers', workers].map(String)], {
      environment,
    })
    await server.until(/The server waits for its database/)
    assert.equal(await server.stop('SIGTERM'), 0)
  })
}
