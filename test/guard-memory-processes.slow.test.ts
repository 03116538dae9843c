/**
 * A guard's cache against servers in separate processes: revocations on the command line, a server that
 * is killed, and a program that should exit because it has nothing left to do.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../packages/mandate/src/runtime/ports.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'
import {
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { EMAIL, makeParties } from '../packages/mandate/test/command-line/parties.ts'
import { runCommand } from '../packages/mandate/test/command-line/run-command.ts'
import { obtainTokens, revoke } from '../packages/mandate/test/integrator.ts'
import { guardApi } from './guarded-api.ts'

const data = join(temporaryDirectory(), 'data')
const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')] as const
const issuer = `http://127.0.0.1:${ports[0]}`

function startNode(port: number) {
  const flags = ['--data', data, '--port', `${port}`, '--issuer', issuer, '--log-level', 'warn']
  return serving(['serve', '--json', ...flags])
}
const first = startNode(ports[0])
await first.until(/"issuer":/)
const other = startNode(ports[1])
await other.until(/"issuer":/)
const store = await openSqliteStore({ path: join(data, 'mandate.db') })
after(() => store.close())

const server = await makeParties({ store, data, issuer })

test('a grant ended on the command line is refused', async (t) => {
  const { accessToken } = await obtainTokens(server)
  const guarded = guardApi(t, server)
  await guarded.learn(accessToken)
  const ended = await runCommand(['grant', 'revoke', '--yes', '--user', EMAIL, '--data', data])
  assert.equal(ended.code, 0)
  await guarded.until(accessToken, 'refused')
})

test('a process that has only checked tokens exits by itself', async () => {
  const { accessToken } = await obtainTokens(server)
  const program = `
    import { createGuard } from ${JSON.stringify(import.meta.resolve('@mandate/guard'))}
    const [issuer, clientId, clientSecret, token] = process.argv.slice(1)
    const guard = createGuard({ issuer, clientId, clientSecret })
    const request = { rawHeaders: ['Authorization', 'Bearer ' + token] }
    while (guard.statistics().fromMemory === 0) await guard.check(request)
    console.log(guard.statistics().stream)`
  const given = [issuer, server.resource.id, server.resourceSecret, accessToken]
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const [code] = await once(child, 'close')
  assert.deepEqual([code, output], [0, 'live\n'])
})

test('after a server is killed nothing is answered from memory, and its successor reports what was missed', async (t) => {
  const revoked = await obtainTokens(server)
  const kept = await obtainTokens(server)
  const guarded = guardApi(t, server, { timeoutMs: 30_000 })
  await guarded.learn(revoked.accessToken)
  await guarded.learn(kept.accessToken)
  await first.stop('SIGKILL')
  await guarded.until(kept.accessToken, 'unavailable')
  await revoke({ ...server, issuer: `http://127.0.0.1:${ports[1]}` }, revoked.accessToken)
  const successor = startNode(ports[0])
  t.after(() => successor.stop('SIGTERM'))
  await successor.until(/"issuer":/)
  while (guarded.statistics().stream !== 'live') await pause(5)
  assert.equal((await guarded.check(revoked.accessToken)).outcome, 'refused')
  assert.equal((await guarded.check(kept.accessToken)).outcome, 'granted')
})
