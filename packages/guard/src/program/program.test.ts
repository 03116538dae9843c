import assert from 'node:assert/strict'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import {
  active,
  type Behaviour,
  deserted,
  inactive,
  listen,
  startStandIn,
  status as statusOnly,
} from '../../test/authorization-server.ts'
import { newProver } from '../../test/prover.ts'
import { createGuard } from '../guard.ts'
import type { GuardOptions } from '../options.ts'
import type { Principal } from '../principal.ts'
import { identityHeaders } from './identity.ts'
import { createGuardServer } from './server.ts'

const RESOURCE = 'https://notes.example'

/** The program in this process, and a web server that asks it. */
async function setUp(t: TestContext, behaviour?: Behaviour, options: Partial<GuardOptions> = {}) {
  const { issuer } = await startStandIn(t, behaviour)
  const credentials = { clientId: 'notes', clientSecret: 'mdt_cs_x' }
  const guard = createGuard({ issuer, ...credentials, onProblem: () => {}, ...options })
  const reports: string[] = []
  const server = createGuardServer({
    guard,
    metadata: options.resource === undefined ? undefined : guard.metadata({ name: 'Notes' }),
    report: (problem) => reports.push(problem),
  })
  t.after(() => {
    server.closeAllConnections()
    server.close()
    guard.close()
  })
  const origin = await listen(server)
  return {
    reports,
    /** Headers exactly as given, twice the same name included; the path goes out unchanged. */
    ask: (path: string, headers: readonly string[] = [], method = 'GET') =>
      new Promise<Answer>((resolve, reject) => {
        const { hostname, port } = new URL(origin)
        const raw = ['host', 'api.example', 'connection', 'close', ...headers]
        const asked = http.request({ hostname, port, path, method, headers: raw, agent: false })
        asked.on('response', async (response) => {
          const { statusCode, headers: answered } = response
          resolve({ status: statusCode, headers: answered, body: await text(response) })
        })
        asked.on('error', reject).end()
      }),
  }
}

interface Answer {
  readonly status: number | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

const good = ['authorization', 'Bearer good']

test('a good token is 204, with who acts in headers', async (t) => {
  const { ask } = await setUp(t, active({ aud: RESOURCE }), { resource: RESOURCE })
  const { status, headers } = await ask('/check?scope=notes:read', good)
  assert.equal(status, 204)
  assert.equal(headers['guard-subject'], 'acc_1')
  assert.equal(headers['guard-client'], 'crm')
  assert.equal(headers['guard-scope'], 'all notes:read')
  assert.equal(headers['guard-username'], 'ada@example.com')
  assert.equal(headers['guard-audience'], RESOURCE)
  assert.equal(headers['cache-control'], 'no-store')
})

test('a refusal is 401 or 403 with the challenge, and 503 while nobody can say', async (t) => {
  const { ask } = await setUp(t)
  const challengeOf = ({ headers }: Answer) => headers['www-authenticate'] ?? ''
  const nobody = await ask('/check?scope=notes:read')
  assert.equal(nobody.status, 401)
  assert.equal(challengeOf(nobody), 'Bearer realm="api", scope="notes:read"')
  const poor = await ask('/check?scope=notes:read+notes:write', good)
  assert.equal(poor.status, 403)
  assert.match(challengeOf(poor), /insufficient_scope".* scope="notes:read notes:write"/)
  const bad = await (await setUp(t, inactive)).ask('/check', good)
  assert.deepEqual([bad.status, /invalid_token/.test(challengeOf(bad))], [401, true])
  const down = await (await setUp(t, undefined, { issuer: await deserted() })).ask('/check', good)
  assert.deepEqual([down.status, down.headers['retry-after']], [503, '2'])
  assert.equal(down.headers['guard-subject'], undefined)
})

test('one of several scopes, and a sign-in with two factors, can be asked for', async (t) => {
  const { ask } = await setUp(t, active({ acr: '2fa', auth_time: Math.floor(Date.now() / 1000) }))
  const statusOf = async (query: string) => (await ask(`/check?${query}`, good)).status
  assert.equal(await statusOf('any_scope=admin+all'), 204)
  assert.equal(await statusOf('any_scope=admin+owner'), 403)
  assert.equal(await statusOf('scope=admin&any_scope=all'), 403)
  assert.equal(await statusOf('scope=all&acr=2fa&max_age=600'), 204)
  assert.equal(await statusOf('acr=phr'), 401)
})

test('Envoy gets 200, and the scope is what its header says', async (t) => {
  const { ask } = await setUp(t)
  const needs = (scope: string) => [...good, 'guard-require-scope', scope]
  assert.equal((await ask('/envoy/notes?scope=admin', needs('notes:read'), 'PUT')).status, 200)
  assert.equal((await ask('/envoy/notes?scope=notes:read', needs('admin'))).status, 403)
})

test('attack: a scope header or query from outside cannot make a check less strict', async (t) => {
  const { ask, reports } = await setUp(t)
  const lax = [...good, 'guard-require-scope', 'notes:read']
  assert.equal((await ask('/check?scope=admin', lax)).status, 403)
  assert.equal((await ask('/check?scope=admin&scope=notes:read', good)).status, 500)
  assert.equal((await ask('/check?scope=admin&scope=', good)).status, 500)
  const twice = [...lax, 'guard-require-scope', 'admin']
  assert.equal((await ask('/envoy/?any_scope=all', twice)).status, 403)
  // As if a configuration appended the query of the outside request.
  assert.equal((await ask('/check?scope=notes:read&page=2', good)).status, 500)
  assert.match(reports.join(), /a parameter twice.*none of scope, any_scope/)
})

test('attack: what cannot be meant as a requirement lets nobody in', async (t) => {
  const { ask } = await setUp(t)
  for (const query of ['scope=', 'scope=%22', 'any_scope=', 'max_age=-1', 'acr=%00', 'max_age=x']) {
    assert.equal((await ask(`/check?${query}`, good)).status, 500, query)
  }
  assert.equal((await ask(`/check?scope=${'a'.repeat(3_000)}`, good)).status, 500)
})

test('attack: a malformed scope header lets nobody in, and its text is not in the log', async (t) => {
  const { ask, reports } = await setUp(t)
  for (const scope of ['one"', 'two\\', 'three\t"']) {
    assert.equal((await ask('/check', [...good, 'guard-require-scope', scope])).status, 500)
  }
  assert.deepEqual([...new Set(reports)], ['the header Guard-Require-Scope is malformed'])
})

test('attack: a path that is nearly the one of a check is none', async (t) => {
  const { ask } = await setUp(t)
  const paths = ['/', '/check/', '//check', '/CHECK', '/x/../check', '/check%3Fscope=all', '/envoy']
  for (const path of [...paths, 'http://a.example/check', '/check/../health']) {
    assert.equal((await ask(path, good)).status, 500, path)
  }
  // Below Envoy's prefix, everything is the path of an outside request.
  const needy = [...good, 'guard-require-scope', 'admin']
  for (const path of ['/envoy/../check', '/envoy/..%2fhealth', '/envoy//check?scope=all']) {
    assert.equal((await ask(path, needy)).status, 403, path)
  }
})

test('a WebSocket handshake, or a request with a body, is checked like any other', async (t) => {
  const { ask } = await setUp(t)
  const handshake = [
    'connection',
    'upgrade',
    'upgrade',
    'websocket',
    'sec-websocket-key',
    'x',
    'sec-websocket-version',
    '13',
  ]
  assert.equal((await ask('/check', [...good, ...handshake])).status, 204)
  assert.equal((await ask('/check', handshake)).status, 401)
  const withBody = [...good, 'content-length', '0', 'expect', '100-continue']
  assert.equal((await ask('/check', withBody, 'POST')).status, 204)
})

test('attack: a token in the query, or a second Authorization header, is no token', async (t) => {
  const { ask } = await setUp(t)
  assert.equal((await ask('/envoy/notes?access_token=good')).status, 401)
  assert.equal((await ask('/check?access_token=good')).status, 500)
  const { status, headers } = await ask('/check', [...good, 'authorization', 'Bearer other'])
  assert.equal(status, 401)
  assert.match(headers['www-authenticate'] ?? '', /error="invalid_request"/)
})

test('attack: names and scopes from elsewhere cannot add a header, nor a second value', async (t) => {
  const username = 'Ada\r\nGuard-Subject: root, "Ünal" \ud800 %41'
  const claims = { username, sub: 'a\u0000b', client_id: 'x\ny', aud: ['https://a.example/,b'] }
  const { ask } = await setUp(t, active(claims))
  const { status, headers } = await ask('/check', good)
  assert.equal(status, 204)
  assert.equal(headers['guard-subject'], 'a%00b')
  assert.equal(headers['guard-client'], 'x%0Ay')
  assert.equal(headers['guard-audience'], 'https://a.example/%2Cb')
  assert.match(String(headers['guard-username']), /^[\x21-\x7e]+$/)
  assert.equal(decodeURIComponent(String(headers['guard-username'])), username.toWellFormed())
})

test('attack: what the answer says nothing about is sent empty, so a forged header is replaced', async (t) => {
  const { ask } = await setUp(t, active({ username: undefined, jti: undefined }))
  const { headers } = await ask('/check', [...good, 'guard-username', 'root', 'guard-acr', 'phrh'])
  for (const name of [
    'username',
    'actors',
    'acr',
    'auth-time',
    'audience',
    'token-id',
    'details',
  ]) {
    assert.equal(headers[`guard-${name}`], '', name)
  }
})

test('attack: an identity that no proxy could carry is not shortened but refused', async (t) => {
  const huge = [{ type: 'payment', note: 'x'.repeat(8_000) }]
  const { ask } = await setUp(t, active({ authorization_details: huge }))
  assert.equal((await ask('/check', good)).status, 500)
})

test('attack: with a resource, tokens for other APIs and for none are refused', async (t) => {
  const restricted = { resource: RESOURCE, requireAudience: true }
  for (const claims of [{ aud: 'https://other.example' }, {}]) {
    const { ask } = await setUp(t, active(claims), restricted)
    const { status, headers } = await ask('/check', good)
    assert.equal(status, 401)
    assert.match(headers['www-authenticate'] ?? '', /error="invalid_token"/)
  }
})

test('a token bound to a key is checked for the request as the web server describes it', async (t) => {
  const token = 'bound'
  const { prove, thumbprint } = await newProver(`${RESOURCE}/notes`, token)
  const { ask } = await setUp(
    t,
    active({ token_type: 'DPoP', cnf: { jkt: thumbprint }, aud: RESOURCE }),
    { resource: RESOURCE },
  )
  const headers = async () => ['authorization', `DPoP ${token}`, 'dpop', await prove()]
  const forwarded = ['x-forwarded-method', 'GET', 'x-forwarded-uri', '/notes?page=2']
  assert.equal((await ask('/check', [...(await headers()), ...forwarded])).status, 204)
  assert.equal((await ask('/envoy/notes?page=2', await headers())).status, 200)

  // Nothing else says where a request went: neither `Host` nor the address of the check.
  for (const attempt of [
    ['x-forwarded-method', 'GET'],
    [...forwarded, 'x-forwarded-uri', '/notes'],
    ['x-forwarded-method', 'POST', 'x-forwarded-uri', '/notes'],
    ['x-forwarded-method', 'GET', 'x-forwarded-uri', '/other'],
    ['x-forwarded-method', 'GET', 'x-original-uri', '/notes', 'x-forwarded-host', 'notes.example'],
  ]) {
    const { status, headers: answered } = await ask('/check', [...(await headers()), ...attempt])
    assert.equal(status, 401, attempt.join(' '))
    assert.match(answered['www-authenticate'] ?? '', /error="invalid_dpop_proof"/)
  }
})

test('without a public address, Host does not become the one that a proof has to name', async (t) => {
  const { prove, thumbprint } = await newProver('http://api.example/notes', 'bound')
  const { ask } = await setUp(t, active({ token_type: 'DPoP', cnf: { jkt: thumbprint } }))
  const proven = ['authorization', 'DPoP bound', 'dpop', await prove()]
  assert.equal((await ask('/envoy/notes', proven)).status, 401)
})

test('health, metrics and metadata are there, and count', async (t) => {
  const { ask } = await setUp(t, active({ aud: RESOURCE }), { resource: RESOURCE })
  await ask('/check', good)
  assert.match((await ask('/health')).body, /^ok\nstream: /)
  const { body } = await ask('/metrics')
  assert.match(body, /^mandate_guard_answers_total\{status="204"\} 1$/m)
  assert.match(body, /^mandate_guard_checks_total\{from="server"\} 1$/m)
  const metadata = await ask('/.well-known/oauth-protected-resource')
  assert.equal(JSON.parse(metadata.body).resource_name, 'Notes')
})

test('a guard says before the first request that its server or its credentials are wrong', async (t) => {
  const { issuer } = await startStandIn(t, statusOnly(401))
  const guard = createGuard({ issuer, clientId: 'notes', clientSecret: 'mdt_cs_x' })
  t.after(() => guard.close())
  await assert.rejects(guard.ready(), { name: 'GuardProblem', code: 'credentials_refused' })
})

test('every header of an identity is there, however little is known', () => {
  const least = { subject: 'a', clientId: 'b', username: undefined, tokenId: undefined }
  const principal: Principal = { ...least, scope: new Set(), expiresAt: 1, audience: [] }
  assert.equal(Object.keys(identityHeaders(principal) ?? {}).length, 11)
})
