/** The log of a server as its operator sees it: its content, and what it must never disrupt. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { Agent, get, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../src/runtime/ports.ts'
import { program, temporaryDirectory } from './mandate-process.ts'

type Stdio = number | 'pipe'

async function start(output: Stdio, { errors = output, workers = 1 } = {}) {
  const data = join(temporaryDirectory(), 'data')
  const [port, metrics] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')]
  const flags = { data, port, 'metrics-port': metrics, workers }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, [program, 'serve', ...args], {
    stdio: ['ignore', output, errors],
  })
  const ended = once(child, 'close')
  const closed = once(child, 'exit')
  after(async () => {
    child.kill('SIGKILL')
    child.stdout?.destroy()
    child.stderr?.destroy()
    await ended
  })
  const issuer = `http://127.0.0.1:${port}`
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  after(() => agent.destroy())
  async function status(path: string): Promise<number | undefined> {
    const request = get(`${issuer}${path}`, { agent })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    await once(response.resume(), 'end')
    return response.statusCode
  }
  while (!(await status('/health/ready').catch(() => undefined))) await pause(50)
  return {
    child,
    status,
    /** Enough requests to overfill any pipe with one log line each. */
    async manyRequests(): Promise<void> {
      for (let i = 0; i < 100; i++) {
        const answers = Array.from({ length: 20 }, () => status('/health/live'))
        for (const answer of await Promise.all(answers)) assert.equal(answer, 200)
      }
    },
    async metrics(): Promise<string> {
      return (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      const [code] = await closed
      return code
    },
  }
}

const dropped = /^mandate_log_lines_dropped_total [1-9]\d*$/m

describe('SCENARIO 60: requests are served and SIGTERM ends the server', () => {
  for (const workers of [1, 2]) {
    const title = workers === 1 ? '' : ' of workers'
    test(`if the disk of the log${title} is full`, async () => {
      const server = await start(openSync('/dev/full', 'w'), { workers })
      await server.manyRequests()
      assert.equal(await server.status('/health/ready'), 200)
      assert.equal(await server.stop(), 0)
    })

    test(`if the reader of the log${title} has stopped`, async () => {
      const server = await start('pipe', { workers })
      await server.manyRequests()
      assert.equal(await server.status('/health/ready'), 200)
      assert.equal(await server.stop(), 0)
    })

    test(`if the reader of the log${title} has gone, and the metrics count the lost lines`, async () => {
      const server = await start('pipe', { workers })
      server.child.stdout?.destroy()
      server.child.stderr?.destroy()
      await server.manyRequests()
      assert.match(await server.metrics(), dropped)
      assert.equal(await server.stop(), 0)
    })
  }

  test('if a stopped reader resumes, which then gets only complete lines', async () => {
    const server = await start('pipe')
    await server.manyRequests()
    await server.manyRequests()
    let text = ''
    server.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    await server.status('/health/live')
    assert.equal(await server.stop(), 0)
    while (!server.child.stdout?.readableEnded) await pause(10)
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.ok(lines.filter(({ path }) => path === '/health/live').length > 2_000)
  })
})

test('in one file, every line of output and errors is JSON with an ISO 8601 time and there is no prose', async () => {
  const file = join(temporaryDirectory(), 'mandate.log')
  const server = await start(openSync(file, 'a'), { workers: 2 })
  await server.status('/account')
  // Workers answer before the process that started them has heard from all of them.
  while (!readFileSync(file, 'utf8').includes('Mandate is ready')) await pause(20)
  assert.equal(await server.stop(), 0)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const documents = lines.map((line) => JSON.parse(line))
  for (const { time } of documents) assert.equal(new Date(time).toISOString(), time)
  assert.ok(documents.some(({ msg }) => /^Mandate is ready at http:/.test(msg)))
  const request = documents.find(({ path }) => path === '/account')
  assert.deepEqual([request.method, request.status], ['GET', 303])
})

test('what ends a server before it listens is JSON too: wrong settings, options and a port in use', async () => {
  const file = join(temporaryDirectory(), 'mandate.log')
  const data = join(temporaryDirectory(), 'data')
  const inUse = createServer().listen(0, '127.0.0.1')
  after(() => inUse.close())
  await once(inUse, 'listening')
  const { port } = inUse.address() as AddressInfo
  for (const args of [
    ['--port', 'seven'],
    ['--prot', '7'],
    ['--port', String(port)],
    ['--port', String(port), '--workers', '2'],
    ['--database', join(file, 'x.db')],
  ]) {
    const descriptor = openSync(file, 'a')
    const child = spawn(process.execPath, [program, 'serve', '--data', data, ...args], {
      stdio: ['ignore', descriptor, descriptor],
    })
    const [code] = await once(child, 'exit')
    assert.notEqual(code, 0)
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const problems = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)
  assert.equal(problems.length, 5, lines.join('\n'))
  for (const { time, msg } of problems) {
    assert.equal(new Date(time).toISOString(), time)
    assert.ok(msg.length > 20)
  }
})

test('the death of a worker, and the end of a server whose workers die, are JSON', async () => {
  const file = join(temporaryDirectory(), 'mandate.log')
  const server = await start(openSync(file, 'a'), { workers: 2 })
  // Without a line that is being written.
  const read = () =>
    (readFileSync(file, 'utf8').match(/.*\n/g) ?? []).map((line) => JSON.parse(line))
  while (!readFileSync(file, 'utf8').includes('Mandate is ready')) await pause(20)
  const workers = () =>
    read().filter(({ path, pid }) => path !== undefined && pid !== server.child.pid)
  while (workers().length === 0) await pause(20)
  process.kill(workers()[0].pid, 'SIGKILL')
  while (!read().some(({ level }) => level >= 40)) await pause(20)
  assert.equal(await server.stop(), 0)
  assert.ok(read().every(({ time }) => new Date(time).toISOString() === time))
})
