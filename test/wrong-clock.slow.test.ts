/**
 * Real servers with a wrong clock (`faketime`, from the Debian package of that name), until after
 * the first sweep: nothing is lost, and the operator is told. A single server, and one of two.
 */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { SWEEP_EVERY_MS } from '../packages/mandate/src/runtime/sweep.ts'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'
import { ACT } from '../packages/mandate/test/act.ts'
import {
  runProcess,
  type Serving,
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { runDocument } from '../packages/mandate/test/command-line/run-command.ts'
import { grant, grantId } from '../packages/mandate/test/store/contract/samples.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'

after(endTestServer)

const skip =
  spawnSync('faketime', ['--version']).error === undefined
    ? false
    : 'needs faketime (Debian: apt-get install faketime)'
const FLAGS = ['--port', '0', '--json']

/**
 * The environment of a program with a wrong clock. The program `faketime` itself is not used because it
 * does not forward signals.
 */
function wrongClock(offset: string): Readonly<Record<string, string>> {
  const { stdout } = spawnSync('faketime', ['-f', offset, 'printenv', 'LD_PRELOAD'], {
    encoding: 'utf8',
  })
  return { LD_PRELOAD: stdout.trim(), FAKETIME: offset }
}

/** Until the sweep has run: that is a minute after the start. */
const untilSwept = () => pause(SWEEP_EVERY_MS + 8_000)

function textOf(server: Serving): string {
  const { output, errors } = server.read()
  return output + errors
}

async function begin(
  data: string,
  environment: Readonly<Record<string, string>>,
  database: string,
) {
  const server = serving(['serve', '--data', data, ...FLAGS], { environment })
  await server.until(/"issuer"/)
  await server.stop('SIGTERM')
  const named = ['--data', data]
  await runDocument(['user', 'create', 'jo@example.com', ...named], { environment })
  const redirect = ['--name', 'Ledgerline', '--redirect-uri', 'https://a.example/cb']
  await runDocument(['client', 'create', ...redirect, ...named], { environment })
  const open = database.startsWith('postgres:')
    ? openPostgresStore({ url: database })
    : openSqliteStore({ path: database })
  const store = await open
  const [client] = (await store.clients.list({ limit: 1 })).rows
  const [account] = (await store.accounts.list({ limit: 1 })).rows
  const keyId = (await store.keys.list()).find(({ slot }) => slot === 'token')?.id ?? ''
  const now = Math.floor(Date.now() / 1000)
  await store.grants.insert(
    {
      ...grant,
      ...{ clientId: client?.id ?? '', subject: { kind: 'account', id: account?.id ?? '' } },
      ...{ id: grantId(1), keyId },
      ...{ createdAt: now, authTime: now, generation: 3, expiresAt: now + 31_536_000 },
    } as typeof grant,
    ACT,
  )
  await store.close()
}

async function grantsIn(data: string, environment: Readonly<Record<string, string>>) {
  const listed = await runDocument(['grant', 'list', '--data', data], { environment })
  return listed['length']
}

describe('SCENARIO 59: a clock that is wrong from the start', { skip, concurrency: true }, () => {
  for (const offset of ['+400d', '-400d']) {
    it(`${offset} loses nothing on SQLite, and is reported`, async () => {
      const data = join(temporaryDirectory(), 'data')
      await begin(data, {}, join(data, 'mandate.db'))
      const environment = wrongClock(offset)
      const wrong = serving(['serve', '--data', data, ...FLAGS], { environment })
      await untilSwept()
      assert.equal(await wrong.stop('SIGTERM'), 0)
      assert.match(textOf(wrong), /The clock of this machine is 400 days (ahead of|behind)/)
      assert.equal(await grantsIn(data, {}), 1)
      const doctor = await runProcess(['doctor', '--data', data], { environment })
      assert.match(doctor.output, /✗ clock/)
      // Right again: nothing is doubted.
      assert.match((await runProcess(['doctor', '--data', data])).output, /✓ clock/)
    })
  }

  it('of one of two nodes on PostgreSQL loses nothing, and only that node reports it', async () => {
    const place = await createTestPlace()
    const data = join(temporaryDirectory(), 'data')
    const environment = { MANDATE_DATABASE: place.location }
    await begin(data, environment, place.location)
    const good = serving(['serve', '--data', data, ...FLAGS], { environment })
    await good.until(/"issuer"/)
    const bad = serving(['serve', '--data', data, ...FLAGS], {
      environment: { ...environment, ...wrongClock('+400d') },
    })
    await untilSwept()
    assert.equal(await bad.stop('SIGTERM'), 0)
    await good.stop('SIGTERM')
    assert.match(textOf(bad), /400 days ahead of the clock of the database/)
    assert.doesNotMatch(textOf(good), /clock of this machine/)
    assert.equal(await grantsIn(data, environment), 1)
    await place.remove()
  })
})
