/**
 * `mandate-guard` behind Debian's nginx, HAProxy and Caddy, configured as docs/guides/guard-any-api.md says: who gets in,
 * who does not, and what a stranger tries. The API behind them tells what it was told.
 */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { active, startStandIn } from '../../packages/guard/test/authorization-server.ts'
import { newProver } from '../../packages/guard/test/prover.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { apiCredentials, obtainTokens, revoke } from '../../packages/mandate/test/integrator.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { needs, type ProgramName } from '../../scripts/debian/programs.ts'
import { certificateFor } from './certificate.ts'
import { blockNamed } from './guide.ts'
import { caddy, guide, haproxy, nginx, type StartProxy } from './proxies.ts'
import { repository } from './terminal.ts'

const PROXIES: readonly [ProgramName, StartProxy][] = [
  ['nginx', nginx],
  ['haproxy', haproxy],
  ['caddy', caddy],
]

for (const [name, startProxy] of PROXIES) {
  const needed = needs(name, 'openssl')

  test(`${name}: a good token gets in, and the API learns who it acts for`, needed, async (t) => {
    const { server, call, token } = await openStage(t, startProxy)
    const bearer = ['authorization', `Bearer ${await token('read')}`]
    const { status, told } = await call('/notes?page=2', bearer)
    assert.equal(status, 200)
    assert.equal(told.headers['guard-subject'], server.account.id)
    assert.equal(told.headers['guard-client'], server.client.id)
    assert.equal(told.headers['guard-scope'], 'read')
    assert.equal(told.headers['authorization'], undefined)
    assert.equal(told.url, '/notes?page=2')
    const posted = await call('/notes', bearer, { method: 'POST', body: 'a note' })
    assert.deepEqual([posted.status, posted.told.method, posted.told.body], [200, 'POST', 'a note'])
    const metadata = await call('/.well-known/oauth-protected-resource')
    assert.deepEqual(JSON.parse(metadata.body).authorization_servers, [server.issuer])
  })

  test(`${name}: a refusal reaches the client with one whole challenge`, needed, async (t) => {
    const { call, token, reached } = await openStage(t, startProxy)
    for (const [path, headers, status, said] of [
      ['/notes', [], 401, /^Bearer realm="api", scope="read", resource_metadata="[^"]+"$/],
      ['/notes', ['authorization', 'Basic eDp5'], 401, /^Bearer realm="api", scope="read"/],
      ['/notes', ['authorization', 'Bearer forged'], 401, /error="invalid_token"/],
      ['/notes', ['authorization', 'Bearer a b'], 401, /error="invalid_request"/],
      [
        '/admin/x',
        ['authorization', `Bearer ${await token('read')}`],
        403,
        /error="insufficient_scope", .*scope="write", resource_metadata=/,
      ],
    ] as const) {
      const answer = await call(path, headers)
      assert.equal(answer.status, status, path)
      assert.match(answer.headers['www-authenticate'] ?? '', said)
      assert.doesNotMatch(answer.headers['www-authenticate'] ?? '', /realm=.*realm=/)
    }
    assert.equal(reached(), 0)
  })

  test(
    `${name}: attack: forged identity headers from outside never reach the API`,
    needed,
    async (t) => {
      const { server, call, token } = await openStage(t, startProxy)
      const forged = ['Guard-Subject', 'guard_subject', 'GUARD-ACR', 'Guard-Username', 'guard-x']
      const { status, told } = await call('/notes', [
        ...['authorization', `Bearer ${await token('read')}`],
        ...forged.flatMap((header) => [header, 'root']),
      ])
      assert.equal(status, 200)
      assert.equal(told.headers['guard-subject'], server.account.id)
      const believed = Object.entries(told.headers).filter(
        ([header, value]) => /^guard/.test(header) && header !== 'guard-x' && value === 'root',
      )
      assert.deepEqual(believed, [])
    },
  )

  test(`${name}: attack: a caller lists an identity header in Connection`, needed, async (t) => {
    const { server, call, token } = await openStage(t, startProxy)
    const bearer = ['authorization', `Bearer ${await token('read')}`]
    const answer = await call('/notes', [...bearer, 'connection', 'close, Guard-Subject'])
    // Either refused, or not believed: an API that finds no header may take it for nobody.
    if (answer.status === 400) return
    assert.equal(answer.told.headers['guard-subject'], server.account.id)
  })

  test(
    `${name}: attack: what a stranger says about scope, path or method is not believed`,
    needed,
    async (t) => {
      const { call, token, reached } = await openStage(t, startProxy)
      const bearer = ['authorization', `Bearer ${await token('read')}`]
      const lax = [
        'guard-require-scope',
        'read',
        'x-forwarded-uri',
        '/notes',
        'x-original-uri',
        '/',
      ]
      for (const path of [
        '/admin/?scope=read',
        '/admin/x?any_scope=read&scope=',
        '/%61dmin/x',
        '//admin/x',
        '/./admin/x',
        '/notes/../admin/x',
        '/notes/%2e%2e/admin/x',
      ]) {
        const { status } = await call(path, [...bearer, ...lax])
        assert.ok(status === 403 || status === 400, `${path}: ${status}`)
      }
      assert.equal(reached(), 0)
    },
  )

  test(
    `${name}: attack: a token in the query, a second Authorization header`,
    needed,
    async (t) => {
      const { call, token, reached } = await openStage(t, startProxy)
      const good = await token('read')
      assert.equal((await call(`/notes?access_token=${good}`)).status, 401)
      for (const other of ['Bearer forged', `Bearer ${good}`]) {
        const headers = ['authorization', `Bearer ${good}`, 'authorization', other]
        const { status } = await call('/notes', headers)
        assert.ok(status === 401 || status === 400, `${status}`)
      }
      assert.equal(reached(), 0)
    },
  )

  test(`${name}: attack: a token for another API, and one for none`, needed, async (t) => {
    const { server, call, reached } = await openStage(t, startProxy)
    const { accessToken } = await obtainTokens(server, { parameters: { scope: 'read' } })
    const { status, headers } = await call('/notes', ['authorization', `Bearer ${accessToken}`])
    assert.equal(status, 401)
    assert.match(headers['www-authenticate'] ?? '', /names no API/)
    assert.equal(reached(), 0)
  })

  test(`${name}: a revoked token is refused while its answer was in memory`, needed, async (t) => {
    const { server, call, tokens } = await openStage(t, startProxy)
    const { accessToken, refreshToken } = await tokens('read')
    const bearer = ['authorization', `Bearer ${accessToken}`]
    for (let i = 0; i < 20; i++) assert.equal((await call('/notes', bearer)).status, 200)
    assert.equal((await revoke(server, refreshToken)).status, 200)
    const revokedAt = performance.now()
    while ((await call('/notes', bearer)).status !== 401);
    t.diagnostic(`refused ${Math.round(performance.now() - revokedAt)} ms after the revocation`)
  })

  test(
    `${name}: nobody gets in while tokens cannot be checked, and good tokens stay good`,
    needed,
    async (t) => {
      const { server, call, token, endGuard, reached } = await openStage(t, startProxy)
      const bearer = ['authorization', `Bearer ${await token('read')}`]
      assert.equal((await call('/notes', bearer)).status, 200)
      const unseen = ['authorization', `Bearer ${await token('read')}`]
      await server.close()
      const unknown = await call('/notes', unseen)
      assert.deepEqual([unknown.status, unknown.headers['retry-after']], [503, '2'])
      const before = reached()
      await endGuard()
      const { status } = await call('/notes', bearer)
      assert.equal(status, name === 'caddy' ? 502 : 503)
      assert.equal(reached(), before)
    },
  )

  test(
    `${name}: a token bound to a key needs a proof for the address that the client called`,
    needed,
    async (t) => {
      const bound = 'bound'
      const { prove, thumbprint } = await newProver('https://notes.example/notes', bound)
      const standIn = await startStandIn(
        t,
        active({
          ...{ token_type: 'DPoP', cnf: { jkt: thumbprint }, scope: 'read' },
          aud: 'https://notes.example',
        }),
      )
      const { call } = await openStage(t, startProxy, standIn.issuer)
      const proven = async () => ['authorization', `DPoP ${bound}`, 'dpop', await prove()]
      const { status, told } = await call('/notes?page=2', await proven())
      assert.equal(status, 200)
      assert.equal(told.headers['dpop'], undefined)
      const elsewhere = ['x-forwarded-uri', '/notes', 'x-forwarded-method', 'GET']
      const other = await call('/other', [...(await proven()), ...elsewhere])
      assert.equal(other.status, 401)
      assert.match(other.headers['www-authenticate'] ?? '', /^DPoP .*invalid_dpop_proof/)
      const post = { method: 'POST', body: '' }
      assert.equal((await call('/notes', [...(await proven()), ...elsewhere], post)).status, 401)
      const late = ['authorization', `DPoP ${bound}`, 'dpop', await prove({ claims: { iat: 1 } })]
      assert.match(String((await call('/notes', late)).headers['dpop-nonce']), /./)
    },
  )
}

/** Compiled first, since `go run` would not pass a signal on. */
function goProgram(path: string): readonly [string] {
  const program = path.replace(/\.go$/, '')
  const { status, stderr } = spawnSync('go', ['build', '-o', program, path], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return [program]
}

for (const [file, needed, programOf] of [
  ['# notes.py', 'python3', (path: string) => ['/usr/bin/python3', path] as const],
  ['// notes.go', 'go', goProgram],
] as const) {
  test(
    `the API of the guide, ${file.replace(/^\S+ /, '')}, answers for the user`,
    needs('nginx', 'openssl', needed),
    async (t) => {
      const directory = newDirectory(t)
      const path = join(directory, file.replace(/^\S+ /, ''))
      writeFileSync(path, blockNamed(guide, file))
      const port = await freePort('127.0.0.1')
      const [program, ...parameters] = programOf(path)
      const child = spawn(program, parameters, {
        env: { ...process.env, PORT: String(port) },
        stdio: 'ignore',
      })
      t.after(() => end(child))
      const { server, call, token } = await openStage(t, nginx, undefined, `127.0.0.1:${port}`)
      const bearer = ['authorization', `Bearer ${await token('read')}`]
      for (;;) {
        const { status, body } = await call('/notes', bearer)
        if (status === 502) continue
        assert.deepEqual(JSON.parse(body), { notes_of: server.account.id, scopes: ['read'] })
        break
      }
    },
  )
}

interface Told {
  readonly url: string
  readonly method: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The server, the guard, the web server, and an API that tells what it was told. */
async function openStage(
  t: TestContext,
  startProxy: StartProxy,
  ...[standIn, ownApi]: readonly (string | undefined)[]
) {
  const directory = newDirectory(t)
  const server = await startServer()
  const resource = standIn === undefined ? server.resource.uri : 'https://notes.example'
  let reached = 0
  const api = createServer(async (request, response) => {
    reached++
    const { url, method, headers } = request
    response.end(JSON.stringify({ url, method, headers, body: await text(request) }))
  })
  await once(api.listen(0, '127.0.0.1'), 'listening')
  const guard = await startGuard(server, { issuer: standIn ?? server.issuer, resource })
  const files = certificateFor(['notes.example'], directory)
  const port = await freePort('127.0.0.1')
  const proxy = await startProxy({
    ...{ directory, files, port, guard: guard.address },
    api: ownApi ?? `127.0.0.1:${(api.address() as AddressInfo).port}`,
  })
  t.after(async () => {
    await proxy.close()
    await end(guard.child)
    api.closeAllConnections()
    api.close()
    await server.close()
  })
  const ca = readFileSync(files.authority)
  const tokens = (scope: string) => obtainTokens(server, { parameters: { scope, resource } })
  return {
    server,
    tokens,
    token: async (scope: string) => (await tokens(scope)).accessToken,
    reached: () => reached,
    endGuard: () => end(guard.child),
    call: (path: string, headers: readonly string[] = [], sent = { method: 'GET', body: '' }) =>
      ask({ port, path, headers, ca, ...sent }),
  }
}

function newDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-guard-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

async function startGuard(
  server: RunningServer,
  { issuer, resource }: { readonly issuer: string; readonly resource: string },
) {
  const { id, secret } = apiCredentials(server)
  const given = ['serve', '--issuer', issuer, '--port', '0', '--resource', resource]
  const child = spawn(
    process.execPath,
    [join(repository, 'packages/guard/src/main.ts'), ...given],
    {
      env: { ...process.env, MANDATE_GUARD_CLIENT_ID: id, MANDATE_GUARD_CLIENT_SECRET: secret },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const [line] = await once(child.stdout, 'data')
  const [, address = ''] = /http:\/\/(127\.0\.0\.1:\d+)\/check/.exec(String(line)) ?? []
  return { child, address }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

interface Question {
  readonly port: number
  readonly path: string
  readonly headers: readonly string[]
  readonly method: string
  readonly body: string
  readonly ca: Buffer
}

/** One request to notes.example with the path and the headers exactly as given. */
async function ask({ port, path, headers, method, body: sent, ca }: Question) {
  const length = sent === '' ? [] : ['content-length', String(sent.length)]
  const given = ['host', 'notes.example', ...length, ...headers]
  const asked = request({
    ...{ host: '127.0.0.1', servername: 'notes.example', agent: false },
    ...{ port, path, method, ca, headers: given },
  })
  const [answer] = await once(asked.end(sent), 'response')
  const { statusCode: status, headers: answered } = answer as IncomingMessage
  const body = await text(answer)
  const told: Told = body.startsWith('{"url"')
    ? JSON.parse(body)
    : { url: '', method: '', body: '', headers: {} }
  return { status, headers: answered, body, told }
}
