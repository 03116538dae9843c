/**
 * SCENARIO 63: two servers on PostgreSQL behind Debian's nginx, restarted in turn while 24 clients
 * refresh. No request fails, whether or not nginx keeps connections, with one process and with workers.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../packages/mandate/src/runtime/ports.ts'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import {
  type Serving,
  serving,
  temporaryDirectory,
} from '../packages/mandate/test/command-line/mandate-process.ts'
import { makeParties } from '../packages/mandate/test/command-line/parties.ts'
import { basic, obtainTokens } from '../packages/mandate/test/integrator.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'
import { needs } from '../scripts/debian/programs.ts'

const CLIENTS = 24

after(endTestServer)

/** nginx in front of two ports; `keeps` is the number of connections to them that it keeps open. */
async function startNginx(ports: readonly number[], keeps: number): Promise<number> {
  const folder = temporaryDirectory()
  const port = await freePort('127.0.0.1')
  const servers = ports.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=1s;`)
  const path = join(folder, 'nginx.conf')
  writeFileSync(
    path,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  upstream mandate { ${servers.join(' ')} ${keeps > 0 ? `keepalive ${keeps};` : ''} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://mandate;
      proxy_http_version 1.1;
      proxy_set_header Connection ${keeps > 0 ? '""' : 'close'};
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}`,
  )
  const nginx = spawn('nginx', ['-p', folder, '-c', path], { stdio: 'ignore' })
  const ended = once(nginx, 'close')
  after(async () => {
    nginx.kill('SIGTERM')
    await ended
  })
  return port
}

for (const { title, keeps, workers, restarts } of [
  { title: 'nginx opens a connection for each request', keeps: 0, workers: 1, restarts: 20 },
  { title: 'nginx keeps connections', keeps: 32, workers: 1, restarts: 20 },
  {
    title: 'nginx opens a connection for each request, to two workers',
    keeps: 0,
    workers: 2,
    restarts: 6,
  },
  { title: 'nginx keeps connections to two workers', keeps: 32, workers: 2, restarts: 6 },
]) {
  describe(title, needs('nginx'), () => {
    test(`SCENARIO 63: over ${restarts} restarts no request of ${CLIENTS} clients fails`, async () => {
      const place = await createTestPlace()
      const data = join(temporaryDirectory(), 'data')
      const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')]
      const issuer = `http://127.0.0.1:${await startNginx(ports, keeps)}`
      const environment = { MANDATE_DATABASE: place.location, MANDATE_ISSUER: issuer }
      const start = async (port: number): Promise<Serving> => {
        const flags = ['--port', port, '--data', data, '--metrics-port', 0]
        const quiet = ['--log-level', 'warn', '--shutdown-delay-seconds', 1, '--workers', workers]
        const node = serving(['serve', '--json', ...[...flags, ...quiet].map(String)], {
          environment,
        })
        await node.until(/"issuer":/)
        return node
      }
      const nodes = [await start(ports[0] ?? 0)]
      nodes.push(await start(ports[1] ?? 0))
      const store = await openPostgresStore({ url: place.location })
      const server = await makeParties({ store, data, issuer, environment })
      const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
      const { client, clientSecret } = server
      const headers = {
        authorization: basic({ id: client.id, secret: clientSecret }),
        'content-type': 'application/x-www-form-urlencoded',
      }
      let over = false
      const answers = new Map<number, number>()
      async function refreshOnAndOn(first: string): Promise<void> {
        for (let token = first; !over; ) {
          const outgoing = httpRequest(`${issuer}/oauth2/token`, { method: 'POST', agent, headers })
          outgoing.end(`grant_type=refresh_token&refresh_token=${token}`)
          const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
          const status = response.statusCode ?? 0
          answers.set(status, (answers.get(status) ?? 0) + 1)
          const body = await text(response)
          if (status === 200) token = JSON.parse(body).refresh_token
          else token = (await obtainTokens(server)).refreshToken
        }
      }
      const logins = []
      while (logins.length < CLIENTS) logins.push(await obtainTokens(server))
      const running = logins.map(({ refreshToken }) => refreshOnAndOn(refreshToken))
      for (let restart = 0; restart < restarts; restart++) {
        const index = restart % 2
        assert.equal(await nodes[index]?.stop('SIGTERM'), 0)
        nodes[index] = await start(ports[index] ?? 0)
        // Give nginx time to try it again.
        await pause(1_500)
      }
      over = true
      await Promise.all(running)
      agent.destroy()
      for (const node of nodes) await node.stop('SIGTERM')
      await store.close()
      await place.remove()
      assert.deepEqual([...answers.keys()], [200], JSON.stringify([...answers]))
    })
  })
}
