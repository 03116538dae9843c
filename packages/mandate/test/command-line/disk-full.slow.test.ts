/**
 * SCENARIO 57 with real disks: first the one with the data fills up, then the one with the log.
 * Each is a small file system in memory, which only root can mount.
 */

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../src/runtime/ports.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { type Answer, introspect, obtainTokens, refresh, tokensOf } from '../integrator.ts'
import { program, temporaryDirectory } from './mandate-process.ts'
import { makeParties } from './parties.ts'

const skip = mayMount() ? false : 'a file system can only be mounted by root on Linux'

function mayMount(): boolean {
  const place = temporaryDirectory()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status !== 0)
    return false
  return spawnSync('umount', [place]).status === 0
}

/** A separate disk that can be filled to the last byte and emptied again. */
function mountDisk(megabytes: number) {
  const place = temporaryDirectory()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place])
  assert.equal(mounted.status, 0, String(mounted.stderr))
  const filler = join(place, 'filler')
  return {
    place,
    freeBytes: () => statfsSync(place).bavail * statfsSync(place).bsize,
    fill() {
      const file = openSync(filler, 'a')
      try {
        for (const chunk = Buffer.alloc(4_096); ; ) writeSync(file, chunk)
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
      } finally {
        fsyncSync(file)
        closeSync(file)
      }
    },
    empty: () => rmSync(filler),
    unmount: () => void spawnSync('umount', [place]),
  }
}

/** A server whose data and log are each on a separate disk, with a client and its tokens. */
async function serveOnDisks() {
  const [dataDisk, logDisk] = [mountDisk(16), mountDisk(1)]
  const data = join(dataDisk.place, 'data')
  const port = await freePort('127.0.0.1')
  const issuer = `http://127.0.0.1:${port}`
  const log = openSync(join(logDisk.place, 'mandate.log'), 'a')
  const flags = ['--data', data, '--port', String(port), '--metrics-port', '0']
  const child = spawn(process.execPath, [program, 'serve', ...flags], {
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ended = once(child, 'exit')
  const status = async (path: string) => (await fetch(`${issuer}${path}`)).status
  while ((await status('/health/ready').catch(() => 0)) !== 200) await pause(50)
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const server = await makeParties({ store, data, issuer })
  const tokens = await obtainTokens(server)
  // If the test opened it too, it would keep the write-ahead log, and with it the disk, in use.
  await store.close()
  after(async () => {
    child.kill('SIGKILL')
    await ended
    for (const disk of [dataDisk, logDisk]) disk.unmount()
  })
  return {
    ...{ dataDisk, logDisk, server, status, tokens },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}

/** Pages that the write-ahead log already has may still take some rotations. */
async function refreshUntilRefused(
  { server }: Awaited<ReturnType<typeof serveOnDisks>>,
  first: string,
): Promise<{ readonly refused: Answer; readonly token: string }> {
  for (let token = first; ; ) {
    const answer = await refresh(server, token)
    if (answer.status !== 200) return { refused: answer, token }
    token = tokensOf(answer).refreshToken
  }
}

describe('SCENARIO 57: a disk is full', { skip }, () => {
  test('with the data: 503 with Retry-After until there is room, and then the same token is good', async () => {
    const running = await serveOnDisks()
    const { server, dataDisk, status, tokens } = running
    dataDisk.fill()
    assert.equal(dataDisk.freeBytes(), 0)
    const { refused, token } = await refreshUntilRefused(running, tokens.refreshToken)
    assert.deepEqual([refused.status, refused.body['error']], [503, 'temporarily_unavailable'])
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
    assert.equal(await status('/health/live'), 200)

    dataDisk.empty()
    const next = tokensOf(await refresh(server, token))
    assert.equal((await introspect(server, next.accessToken)).body['active'], true)
    assert.equal(await running.stop(), 0)
  })

  test('with the data: SIGTERM ends the server with 0', async () => {
    const running = await serveOnDisks()
    running.dataDisk.fill()
    const { refused } = await refreshUntilRefused(running, running.tokens.refreshToken)
    assert.equal(refused.status, 503)
    assert.equal(await running.stop(), 0)
  })

  test('with the log: requests are served before and after there is room, and SIGTERM ends the server with 0', async () => {
    const running = await serveOnDisks()
    const { server, logDisk, status, tokens } = running
    logDisk.fill()
    assert.equal(logDisk.freeBytes(), 0)
    const next = tokensOf(await refresh(server, tokens.refreshToken))
    for (let i = 0; i < 50; i++) assert.equal(await status('/health/live'), 200)
    logDisk.empty()
    const last = tokensOf(await refresh(server, next.refreshToken))
    assert.equal((await introspect(server, last.accessToken)).body['active'], true)
    logDisk.fill()
    assert.equal(await status('/health/ready'), 200)
    assert.equal(await running.stop(), 0)
  })
})
