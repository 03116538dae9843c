/** Debian's nginx guards an API over TLS, as configured in docs/guides/api-owner.md. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { startHttpsProxy } from '../../packages/mandate/test/https-proxy.ts'
import {
  apiCredentials,
  basic,
  obtainTokens,
  revoke,
} from '../../packages/mandate/test/integrator.ts'
import { startServer } from '../../packages/mandate/test/running-server.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { certificateFor } from './certificate.ts'
import { blockNamed } from './guide.ts'
import { replaced, startNginx } from './nginx.ts'
import { repository } from './terminal.ts'

const LOGIN_HOST = 'login.example.com'
const guide = readFileSync(join(repository, 'docs/guides/api-owner.md'), 'utf8')

test(
  'nginx with the lines of the guide lets good tokens in and no others',
  needs('nginx', 'openssl'),
  async (context) => {
    const { server, call } = await openStage(context)
    const tokens = await obtainTokens(server, { parameters: { scope: 'read write' } })
    const bearer = `Bearer ${tokens.accessToken}`

    const inside = await call({ authorization: bearer, 'x-subject': 'somebody else' })
    assert.equal(inside.status, 200)
    const { account, client } = server
    assert.deepEqual(JSON.parse(inside.body), { subject: account.id, client: client.id })
    assert.equal((await call({ authorization: bearer }, 'POST')).status, 200)

    const challenge = 'Bearer realm="api"'
    const writesOnly = await obtainTokens(server, { parameters: { scope: 'write' } })
    for (const [authorization, status, said] of [
      [undefined, 401, challenge],
      ['Basic eDp5', 401, `${challenge}, error="invalid_token"`],
      ['Bearer mdt_at_forged', 401, `${challenge}, error="invalid_token"`],
      [`${bearer}x`, 401, `${challenge}, error="invalid_token"`],
      [`Bearer ${tokens.refreshToken}`, 401, `${challenge}, error="invalid_token"`],
      [
        `Bearer ${writesOnly.accessToken}`,
        403,
        `${challenge}, error="insufficient_scope", scope="read"`,
      ],
    ] as const) {
      const answer = await call(authorization === undefined ? {} : { authorization })
      assert.deepEqual([answer.status, answer.headers['www-authenticate']], [status, said])
    }

    assert.equal((await revoke(server, tokens.refreshToken)).status, 200)
    assert.equal((await call({ authorization: bearer })).status, 401)
  },
)

test('an answer of the API itself passes unchanged', needs('nginx', 'openssl'), async (context) => {
  const { server, call } = await openStage(context, 500)
  const { accessToken } = await obtainTokens(server, { parameters: { scope: 'read' } })
  const answer = await call({ authorization: `Bearer ${accessToken}` })
  assert.deepEqual([answer.status, answer.headers['retry-after']], [500, undefined])
})

test(
  'nginx answers 503 while tokens cannot be checked, and lets nobody in',
  needs('nginx', 'openssl'),
  async (context) => {
    const { server, call, endTheServer } = await openStage(context)
    const { accessToken } = await obtainTokens(server, { parameters: { scope: 'read' } })
    await endTheServer()
    const answer = await call({ authorization: `Bearer ${accessToken}` })
    assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '1'])
  },
)

/** An API that says who it was told about, nginx in front, and the authorization server behind TLS. */
async function openStage(context: TestContext, status = 200) {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-nginx-'))
  const server = await startServer()
  const { certificate, key, authority } = certificateFor([LOGIN_HOST, 'notes.example'], directory)
  const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(certificate, 'utf8') }
  const front = await startHttpsProxy(pem, Number(new URL(server.issuer).port))
  const api = createServer(
    ({ headers: { 'x-subject': subject, 'x-client-id': client } }, response) => {
      response.writeHead(status).end(JSON.stringify({ subject, client }))
    },
  )
  await once(api.listen(0, '127.0.0.1'), 'listening')
  const apiPort = (api.address() as AddressInfo).port
  const port = await freePort('127.0.0.1')

  const [secret, script] = [join(directory, 'secret.conf'), join(directory, 'mandate.js')]
  writeFileSync(secret, `proxy_set_header Authorization "${basic(apiCredentials(server))}";\n`)
  writeFileSync(script, blockNamed(guide, '// mandate.js'))
  const servers = replaced(blockNamed(guide, '# notes.conf'), {
    'listen 443': `listen 127.0.0.1:${port}`,
    [`server ${LOGIN_HOST}:443`]: `server ${new URL(front.origin).host}`,
    '127.0.0.1:3000': `127.0.0.1:${apiPort}`,
    'notes:read': 'read',
    '/etc/nginx/mandate.js': script,
    '/etc/nginx/mandate-secret.conf': secret,
    '/etc/ssl/notes.example.pem': certificate,
    '/etc/ssl/private/notes.example.key': key,
    '/etc/ssl/certs/ca-certificates.crt': authority,
  })
  const nginx = await startNginx(directory, { servers, port })
  const endTheServer = async () => {
    await front.close()
    await server.close()
  }
  let ended: Promise<void> | undefined
  context.after(async () => {
    await nginx.close()
    api.closeAllConnections()
    api.close()
    await (ended ?? endTheServer())
    rmSync(directory, { recursive: true })
  })
  const ca = readFileSync(authority)
  return {
    server,
    endTheServer: () => (ended ??= endTheServer()),
    call: (headers: OutgoingHttpHeaders, method = 'GET') => ask({ port, headers, method, ca }),
  }
}

/** One request to notes.example, which is nginx on this port. */
async function ask({ port, headers, method, ca }: Question) {
  const asked = request({
    host: '127.0.0.1',
    servername: 'notes.example',
    port,
    headers,
    method,
    ca,
  })
  const [answer] = await once(asked.end(), 'response')
  const { statusCode: status, headers: answered } = answer as IncomingMessage
  return { status, headers: answered, body: await text(answer) }
}

interface Question {
  readonly port: number
  readonly headers: OutgoingHttpHeaders
  readonly method: string
  readonly ca: Buffer
}
