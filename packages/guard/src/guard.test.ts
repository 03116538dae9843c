import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  active,
  type Behaviour,
  body,
  deserted,
  inactive,
  reset,
  silent,
  startStandIn,
  status,
} from '../test/authorization-server.ts'
import { createGuard } from './guard.ts'
import type { GuardOptions } from './options.ts'
import type { GuardProblem } from './problem.ts'

const SECRET = 'mdt_cs_secret:with%odd+characters'

/** A guard of a stand-in server, with the problems it reported. */
async function setUp(t: TestContext, behaviour?: Behaviour, options: Partial<GuardOptions> = {}) {
  const server = await startStandIn(t, behaviour)
  const problems: GuardProblem[] = []
  const guard = createGuard({
    issuer: server.issuer,
    clientId: 'notes api',
    clientSecret: SECRET,
    realm: 'notes',
    onProblem: (problem) => problems.push(problem),
    ...options,
  })
  t.after(() => guard.close())
  return { server, guard, problems }
}

const bearer = (token: string) => ({ rawHeaders: ['Authorization', `Bearer ${token}`] })

test('a live token becomes a typed principal', async (t) => {
  const { guard } = await setUp(t)
  const outcome = await guard.check(bearer('good'), { scope: 'notes:read' })
  assert.equal(outcome.outcome, 'granted')
  assert.equal(outcome.principal.subject, 'acc_1')
  assert.equal(outcome.principal.clientId, 'crm')
  assert.equal(outcome.principal.username, 'ada@example.com')
  assert.ok(outcome.principal.scope.has('notes:read'))
})

test("the server is asked with the API's own credentials, each half form-encoded", async (t) => {
  const { guard, server } = await setUp(t)
  await guard.check(bearer('a+b/c=='))
  assert.equal(server.asked.length, 1)
  const [scheme, encoded = ''] = server.asked[0]?.authorization?.split(' ') ?? []
  assert.equal(scheme, 'Basic')
  assert.equal(
    Buffer.from(encoded, 'base64').toString(),
    'notes+api:mdt_cs_secret%3Awith%25odd%2Bcharacters',
  )
  assert.equal(server.asked[0]?.form.get('token'), 'a+b/c==')
  assert.equal(server.asked[0]?.form.get('token_type_hint'), 'access_token')
})

test('a request that presents no token is refused without asking the server', async (t) => {
  const { guard, server } = await setUp(t)
  const outcome = await guard.check({ rawHeaders: [] })
  assert.equal(outcome.outcome, 'refused')
  assert.equal(outcome.status, 401)
  assert.equal(outcome.wwwAuthenticate, 'Bearer realm="notes"')
  const twice = [...bearer('a').rawHeaders, ...bearer('a').rawHeaders]
  assert.equal((await guard.check({ rawHeaders: twice })).outcome, 'refused')
  const long = await guard.check(bearer('a'.repeat(8_193)))
  assert.equal(long.outcome === 'refused' && long.status, 401)
  assert.equal(server.asked.length, 0)
})

test('what can be no token of the server is refused without asking it, and a metadata a minute', async (t) => {
  let now = 1_000_000
  const { guard, server } = await setUp(t, inactive, { clock: () => now })
  server.describe({ access_token_formats_supported: ['mdt_at'] })
  for (let i = 0; i < 300; i++) {
    const garbage = i % 2 === 0 ? `mdt_at_${i}` : `garbage${i}`
    const outcome = await guard.check(bearer(garbage))
    assert.equal(outcome.outcome === 'refused' && outcome.reason, 'never_issued')
  }
  assert.equal(server.asked.length, 0)
  assert.equal(server.metadataReads(), 1)

  // After an upgrade the server names a form that this guard does not know.
  server.describe({ access_token_formats_supported: ['mdt_at', 'later'] })
  now += 61_000
  server.behave(active())
  assert.equal((await guard.check(bearer('eyJ.of.a-later-version'))).outcome, 'granted')
  assert.equal(server.metadataReads(), 2)
})

test('a server that does not say what its tokens look like is asked about each', async (t) => {
  const { guard, server } = await setUp(t)
  assert.equal((await guard.check(bearer('opaque'))).outcome, 'granted')
  server.describe(null)
  assert.equal((await guard.check(bearer('mdt_at_not-checked'))).outcome, 'granted')
  assert.equal(server.asked.length, 2)
})

test('an inactive token is 401 invalid_token', async (t) => {
  const { guard } = await setUp(t, inactive)
  const outcome = await guard.check(bearer('dead'))
  assert.equal(outcome.outcome, 'refused')
  assert.equal(outcome.reason, 'inactive')
  assert.match(outcome.wwwAuthenticate, /^Bearer realm="notes", error="invalid_token"/)
})

test('a token that expired while the answer was on its way is refused', async (t) => {
  const { guard } = await setUp(t, active({ exp: 1_000 }), { clock: () => 1_000_000 })
  const outcome = await guard.check(bearer('late'))
  assert.equal(outcome.outcome === 'refused' && outcome.reason, 'expired')
})

test('a token for another API is refused', async (t) => {
  const { guard } = await setUp(t, active({ aud: 'https://other.example' }), {
    resource: 'https://notes.example',
  })
  const outcome = await guard.check(bearer('foreign'))
  assert.equal(outcome.outcome === 'refused' && outcome.reason, 'other_audience')
})

test('a token revoked between two requests is refused at the second: no yes is kept', async (t) => {
  const { guard, server } = await setUp(t)
  assert.equal((await guard.check(bearer('t'))).outcome, 'granted')
  server.behave(inactive)
  assert.equal((await guard.check(bearer('t'))).outcome, 'refused')
})

const TROUBLE: readonly [string, Behaviour, GuardProblem['code']][] = [
  ['a server that never answers', silent, 'timed_out'],
  ['a server that resets the connection', reset, 'unreachable'],
  ['a server that breaks off in its answer', breakOff, 'unreachable'],
  ['a 500', status(500), 'server_failed'],
  ['a 503', status(503), 'server_failed'],
  ['a 429', status(429), 'server_failed'],
  ['a 404', status(404), 'server_failed'],
  ['a redirect', status(307, { location: 'http://127.0.0.1:1/' }), 'server_failed'],
  ["a 401 to the API's own credentials", status(401), 'credentials_refused'],
  ["a 403 to the API's own credentials", status(403), 'credentials_refused'],
  ['an answer that is not JSON', body('<html>'), 'answer_unreadable'],
  ['an answer without "active"', body('{}'), 'answer_unreadable'],
  ['a huge answer', body(`{"active":true,"x":"${'x'.repeat(100_000)}"}`), 'answer_unreadable'],
]
for (const [what, behaviour, code] of TROUBLE) {
  test(`${what} is 503 with a problem for the operator, never a refusal of the token`, async (t) => {
    const { guard, problems } = await setUp(t, behaviour, {
      timeoutMs: behaviour === silent ? 200 : 30_000,
    })
    const outcome = await guard.check(bearer('mdt_at_healthy'))
    assert.equal(outcome.outcome, 'unavailable')
    assert.equal(outcome.status, 503)
    assert.ok(outcome.retryAfterSeconds >= 1)
    assert.deepEqual(problems, [outcome.problem])
    assert.equal(outcome.problem.code, code)
  })

  test(`the message about ${what} contains no secret and no token`, async (t) => {
    const { guard, problems } = await setUp(t, behaviour, {
      timeoutMs: behaviour === silent ? 200 : 30_000,
    })
    const outcome = await guard.check(bearer('mdt_at_healthy'))
    const told = problems.map((problem) => `${problem.stack}${JSON.stringify(problem)}`).join()
    const basic = Buffer.from('notes+api:').toString('base64').slice(0, 10)
    for (const secret of [SECRET, 'mdt_cs', 'mdt_at_healthy', basic]) {
      assert.ok(!`${told}${JSON.stringify(outcome)}`.includes(secret), secret)
    }
  })
}

test('a server that is not there is 503 with a problem that says so', async (t) => {
  const issuer = await deserted()
  const { guard, problems } = await setUp(t, undefined, { issuer })
  assert.equal((await guard.check(bearer('t'))).outcome, 'unavailable')
  assert.equal(problems[0]?.code, 'unreachable')
})

test('wrong credentials are explained to the operator with the remedy', async (t) => {
  const { guard, problems } = await setUp(t, status(401))
  await guard.check(bearer('t'))
  assert.match(problems[0]?.message ?? '', /clientId \(now "notes api"\).*mandate resource create/)
})

test("the server's own Retry-After is passed on, within reason", async (t) => {
  const { guard, server } = await setUp(t, status(503, { 'retry-after': '7' }))
  const seconds = async () => {
    const outcome = await guard.check(bearer('t'))
    return outcome.outcome === 'unavailable' ? outcome.retryAfterSeconds : undefined
  }
  assert.equal(await seconds(), 7)
  server.behave(status(503, { 'retry-after': '86400' }))
  assert.equal(await seconds(), 60)
  server.behave(status(503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }))
  assert.equal(await seconds(), 2)
})

test('a wrong requirement is refused before any request is served', async (t) => {
  const { guard } = await setUp(t)
  assert.throws(() => guard.express({ scope: 'a  b' }), /one space between/)
})

function breakOff(...[response]: Parameters<Behaviour>): void {
  response.writeHead(200, { 'content-length': '100' })
  response.write('{"active":', () => response.destroy())
}
