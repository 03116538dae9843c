/** `mandate serve --workers` on the embedded database, and what happens when workers die. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'
import {
  runProcess,
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { proveWorkers } from './workers/proofs.ts'

const data = join(temporaryDirectory(), 'data')
const database = join(data, 'mandate.db')
await proveWorkers('SQLite', {
  database,
  data,
  openStore: () => openSqliteStore({ path: database }),
})

/** The processes that a primary has started and that are still running. */
async function workersOf(issuer: string, output: () => string): Promise<readonly number[]> {
  for (;;) {
    const response = await fetch(`${issuer}/health/live`, { headers: { connection: 'close' } })
    await response.text()
    const pids = [...output().matchAll(/"pid":(\d+)[^\n]*"path"/g)].map(([, pid]) => Number(pid))
    if (new Set(pids).size >= 2) return [...new Set(pids)]
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function twoWorkers(directory: string) {
  const flags = ['--data', directory, '--port', '0', '--metrics-port', '0', '--workers', '2']
  const primary = serving(['serve', '--json', ...flags])
  const [, issuer = ''] = await primary.until(/"issuer":"([^"]+)"/)
  return { primary, issuer, pids: await workersOf(issuer, () => primary.read().output) }
}

test('a taken port is refused once, not by each worker; workers exit when their primary is killed', async () => {
  const { primary, issuer, pids } = await twoWorkers(join(temporaryDirectory(), 'data'))
  const { port } = new URL(issuer)
  const place = ['--data', join(temporaryDirectory(), 'data'), '--port', port]
  // Not in this process: workers start with the same file as their primary.
  const second = await runProcess(['serve', ...place, '--metrics-port', '0', '--workers', '2'])
  assert.equal(second.code, 1)
  assert.match(JSON.parse(second.errors).msg, /^Port \d+ on 127\.0\.0\.1 is in use/)
  await primary.stop('SIGKILL')
  while (pids.some(isRunning)) await pause(10)
})

test('if no worker stays alive to serve, serve gives up in one sentence with exit 1', async () => {
  const directory = join(temporaryDirectory(), 'data')
  const { primary, pids } = await twoWorkers(directory)
  const ended = once(primary.child, 'close')
  rmSync(join(directory, 'keys.json'))
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await primary.until(/The workers die as soon as they serve, \d+ of them by now: [^\n]+\n/)
  assert.equal((await ended)[0], 1)
  assert.match(primary.read().errors, /keys\.json is missing/)
})
