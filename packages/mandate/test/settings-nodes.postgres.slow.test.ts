/**
 * Settings change ten times on two servers that share a PostgreSQL database, one of them with workers,
 * while clients refresh at either and an API listens. Nothing fails, and both take every version over.
 */

import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePort } from '../src/runtime/ports.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { makeParties } from './command-line/parties.ts'
import { runCommand, runDocument } from './command-line/run-command.ts'
import { listen } from './event-stream.ts'
import { startLoad } from './settings-under-load.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'

const place = await createTestPlace()
const folder = temporaryDirectory()
const dataOf = (name: string) => join(folder, name)
const ports = { a: await freePort('127.0.0.1'), b: await freePort('127.0.0.1') }
const issuer = `http://127.0.0.1:${ports.a}`
const environment = { MANDATE_DATABASE: place.location, MANDATE_ISSUER: issuer }

function serve(name: 'a' | 'b', ...more: readonly string[]) {
  const flags = ['--port', `${ports[name]}`, '--data', dataOf(name), '--metrics-port', '0']
  return serving(['serve', '--json', ...flags, ...more], { environment })
}
const a = serve('a', '--workers', '2')
await a.until(/"issuer":/)
mkdirSync(dataOf('b'), { mode: 0o700 })
copyFileSync(join(dataOf('a'), 'keys.json'), join(dataOf('b'), 'keys.json'))
const b = serve('b')
await b.until(/"issuer":/)
const store = await openPostgresStore({ url: place.location })
const server = await makeParties({ store, data: dataOf('a'), issuer, environment })
after(async () => {
  await a.stop('SIGTERM')
  await b.stop('SIGTERM')
  await store.close()
  await place.remove()
  await endTestServer()
})

/** How many processes of a node use this version. */
const using = (node: typeof a, version: number) =>
  node.read().output.split(`Version ${version} of the settings in the database is in force`)
    .length - 1

test('no request fails while settings change ten times, and every process takes each over', async (t) => {
  const nodes = [server, { ...server, issuer: `http://127.0.0.1:${ports.b}` }]
  let turn = 0
  const stream = await listen(t, server)
  assert.equal((await stream.next()).event, 'ready')
  const load = await startLoad(server, { clients: 4, at: () => nodes[turn++ % 2] ?? server })
  const wanted = Array.from({ length: 10 }, (_, index) => 60 + index)
  for (const [index, seconds] of wanted.entries()) {
    const args = ['setting', 'set', 'access_token_seconds', `${seconds}`, '--data', dataOf('b')]
    const { version } = (await runDocument(args, { environment })) as { version: number }
    assert.equal(version, index + 1)
    const message = new RegExp(`Version ${version} of the settings in the database is in force`)
    await Promise.all([a.until(message), b.until(message)])
    while (using(a, version) < 2) await stream.signOfLife()
  }
  await load.stop()
  assert.deepEqual(load.failures, [])
  assert.deepEqual(
    wanted.filter((seconds) => !load.lifetimes.has(seconds)),
    [],
    'each was in force for a while',
  )
  const doctor = await runCommand(['doctor', '--data', dataOf('b')], { environment })
  assert.match(doctor.output, /✓ database settings +version 10, with 1 setting, since/)
})
