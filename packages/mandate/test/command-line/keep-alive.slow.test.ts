/** How long a connection may idle: load balancers reuse theirs after minutes. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { serving, temporaryDirectory } from './mandate-process.ts'

/** A server, and one idle connection to it, as a load balancer keeps it. */
async function serveAndAsk(...flags: readonly string[]) {
  const data = join(temporaryDirectory(), 'data')
  const quiet = ['--port', '0', '--metrics-port', '0', '--log-level', 'error']
  const server = serving(['serve', '--json', '--data', data, ...quiet, ...flags])
  const [line] = await server.until(/.*"issuer":.*/)
  const { issuer } = JSON.parse(line)
  // The Keep-Alive header, which promises less, is only for clients that read it.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agent.keepSocketAlive = () => true
  async function ask() {
    const request = get(`${issuer}/health/live`, { agent })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    await once(response.resume(), 'end')
    assert.equal(response.statusCode, 200)
    return { socket: request.socket as Socket, promised: String(response.headers['keep-alive']) }
  }
  const { socket, promised } = await ask()
  return { server, agent, ask, socket, promised }
}

test('a connection may idle for keep_alive_seconds, beyond the usual default', async () => {
  const usual = await serveAndAsk()
  const long = await serveAndAsk('--keep-alive-seconds', '600')
  assert.deepEqual([usual.promised, long.promised], ['timeout=72', 'timeout=600'])
  await once(usual.socket, 'close')
  const again = await long.ask()
  assert.equal(again.socket, long.socket, 'the connection that idled was used again')
  for (const { agent, server } of [usual, long]) {
    agent.destroy()
    assert.equal(await server.stop('SIGTERM'), 0)
  }
})
