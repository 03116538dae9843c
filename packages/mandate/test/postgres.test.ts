/**
 * Two server processes on one PostgreSQL database: it makes no difference which one a request
 * reaches, and neither has to be restarted after a database outage.
 */

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { createGuard } from '../../guard/src/index.ts'
import { freePort } from '../src/runtime/ports.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { ACT, actAt } from './act.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { EMAIL, makeParties } from './command-line/parties.ts'
import { runCommand, runDocument } from './command-line/run-command.ts'
import {
  assertError,
  exchange,
  introspect,
  obtainTokens,
  refresh,
  revoke,
  type Tokens,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, type RunningServer } from './running-server.ts'
import { openGate } from './store/database-gate.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

const data = join(temporaryDirectory(), 'data')
const place = await createTestPlace()
const gate = await openGate(place.location)
const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')] as const
const issuer = `http://127.0.0.1:${ports[0]}`
const environment = { MANDATE_DATABASE: gate.url, MANDATE_ISSUER: issuer }

// Both at once, on an empty database and without keys.
const nodes = ports.map((port) => {
  const flags = ['--port', `${port}`, '--data', data, '--log-level', 'warn']
  return serving(['serve', '--json', ...flags], { environment })
})
await Promise.all(nodes.map((node) => node.until(/"issuer":/)))
const store = await openPostgresStore({ url: place.location })
after(async () => {
  await Promise.all(nodes.map((node) => node.stop('SIGTERM')))
  await store.close()
  await gate.shut()
  await place.remove()
  await endTestServer()
})

const parties = await makeParties({ store, data, issuer, environment })

/** The server as a visitor and an integrator see it, at one of its two addresses. */
function nodeAt(port: number): RunningServer {
  return { ...parties, issuer: `http://127.0.0.1:${port}` }
}
const one = nodeAt(ports[0])
const other = nodeAt(ports[1])

/** Sends that many at once, alternating between the nodes. */
function race<Answer>(count: number, send: (node: RunningServer) => Promise<Answer>) {
  return Promise.all(Array.from({ length: count }, (_, index) => send(index % 2 ? one : other)))
}

describe('two nodes on one PostgreSQL database', () => {
  test('that start at once on an empty database make the tables once and share one key', async () => {
    const client = new pg.Client(place.location)
    await client.connect()
    const { rows } = await client.query(
      'SELECT COUNT(*) = MAX(number) AS once FROM schema_migrations',
    )
    await client.end()
    assert.deepEqual(rows, [{ once: true }])
  })

  test('complete a sign-in that started on the other node', async () => {
    const server = { ...one } as { -readonly [Key in keyof RunningServer]: RunningServer[Key] }
    const visitor = newVisitor(server)
    const page = await visitor.open(simplestRequest(server))
    assert.match(page.html, /name="password"/)
    server.issuer = other.issuer
    const form = await visitor.post(`${page.address.pathname}${page.address.search}`, {
      ...{ email: EMAIL, password: PASSWORD },
    })
    assert.equal(form.status, 303)
    server.issuer = one.issuer
    const { address } = await visitor.open(simplestRequest(server))
    const code = address.searchParams.get('code') ?? ''
    const { refreshToken } = tokensOf(await exchange(other, code))
    const { accessToken } = tokensOf(await refresh(one, refreshToken))
    assert.equal((await introspect(other, accessToken)).body['active'], true)
  })

  test('tell an API that listens to one of them what ended on the other', async (t) => {
    const guard = createGuard({
      ...{ issuer, clientId: parties.resource.id, clientSecret: parties.resourceSecret },
    })
    t.after(() => guard.close())
    const check = async (token: string) =>
      (await guard.check({ rawHeaders: ['Authorization', `Bearer ${token}`] })).outcome
    const ends = [
      async ({ refreshToken }: Tokens) => void (await revoke(other, refreshToken)),
      async ({ accessToken }: Tokens) => void (await revoke(other, accessToken)),
      () =>
        runDocument(['grant', 'revoke', '--yes', '--user', EMAIL, '--data', data], { environment }),
    ]
    for (const end of ends) {
      const tokens = await obtainTokens(one)
      const { fromMemory } = guard.statistics()
      while (guard.statistics().fromMemory === fromMemory) {
        assert.equal(await check(tokens.accessToken), 'granted')
        await pause(5)
      }
      await end(tokens)
      while ((await check(tokens.accessToken)) === 'granted') await pause(5)
      assert.equal(await check(tokens.accessToken), 'refused')
    }
  })

  test('SCENARIO 1: of 50 refreshes that race on both, one has a successor', async () => {
    const { refreshToken } = await obtainTokens(one)
    const answers = await race(50, (node) => refresh(node, refreshToken))
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    for (const answer of answers) {
      if (answer.status !== 200) assertError(answer, 'invalid_grant')
    }
    const [winner] = won
    assert.ok(winner)
    const { accessToken, refreshToken: successor } = tokensOf(winner)
    // 49 replays are theft or a bug: the grant is dead, on both nodes.
    assert.deepEqual((await introspect(one, accessToken)).body, { active: false })
    assertError(await refresh(other, successor), 'invalid_grant')
  })

  test('give 50 repetitions of one request with one key the same successor', async () => {
    const { refreshToken } = await obtainTokens(other)
    const headers = { 'idempotency-key': '"7c1f0a"' }
    const answers = await race(50, (node) => refresh(node, refreshToken, { headers }))
    const successors = new Set(answers.map((answer) => tokensOf(answer).refreshToken))
    assert.equal(successors.size, 1)
    assert.equal((await refresh(one, [...successors][0] ?? '')).status, 200)
  })

  test('SCENARIO 2: of 50 exchanges of one code that race on both, one gets tokens', async () => {
    const code = await obtainCode(one)
    const answers = await race(50, (node) => exchange(node, code))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers) {
      if (answer.status !== 200) assertError(answer, 'invalid_grant')
    }
  })

  test('honour nothing that the other one has revoked or disabled', async () => {
    const { accessToken, refreshToken } = await obtainTokens(one)
    const active = async () => (await introspect(other, accessToken)).body['active']
    assert.equal(await active(), true)
    await store.clients.disable(one.client.id, actAt(1))
    assert.equal(await active(), false)
    await store.clients.enable(one.client.id, ACT)
    assert.equal(await active(), true)
    assert.equal((await revoke(one, refreshToken)).status, 200)
    assert.equal(await active(), false)
    assertError(await refresh(other, refreshToken), 'invalid_grant')
  })

  test('answer 503 during a database outage, keep running, and recover', async () => {
    const { accessToken, refreshToken } = await obtainTokens(one)
    await gate.shut()
    for (const node of [one, other]) {
      const answers = [
        await refresh(node, refreshToken),
        await revoke(node, refreshToken),
        await introspect(node, accessToken),
        await fetch(`${node.issuer}/health/ready`),
      ]
      for (const { status, headers } of answers) {
        assert.equal(status, 503)
        assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/)
      }
      assert.equal((await fetch(`${node.issuer}/health/live`)).status, 200)
    }
    await gate.open()
    for (const node of [one, other]) {
      assert.equal((await fetch(`${node.issuer}/health/ready`)).status, 200)
      assert.equal((await introspect(node, accessToken)).body['active'], true)
    }
    assert.equal((await refresh(other, refreshToken)).status, 200)
  })

  test('stop cleanly when told to', async () => {
    assert.deepEqual(await Promise.all(nodes.map((node) => node.stop('SIGTERM'))), [0, 0])
  })

  test('have not leaked the database password', async () => {
    const { password } = new URL(gate.url)
    const shown = await runCommand(['settings', '--data', data], { environment })
    const doctor = await runCommand(['doctor', '--data', data], { environment })
    assert.match(doctor.output, /✓ database +postgres:\/\/127\.0\.0\.1:\d+\/\w+ is whole/)
    const written = [shown, doctor].flatMap(({ output, errors }) => [output, errors])
    for (const node of nodes) written.push(node.read().output, node.read().errors)
    for (const text of written) assert.equal(text.includes(password), false)
  })
})

describe('a data directory used with a PostgreSQL database', () => {
  const refusal = async (database: string, directory: string, ...args: string[]) => {
    const environment = { MANDATE_DATABASE: database }
    const ended = await runCommand([...args, '--data', directory], { environment })
    assert.deepEqual([ended.code, ended.output], [1, ''])
    assert.match(ended.errors, /^mandate: [^\n]+\n$/)
    assert.equal(ended.errors.includes(new URL(database).password), false)
    return ended.errors
  }

  test('is not given new keys if the database is in use', async () => {
    const empty = join(temporaryDirectory(), 'data')
    for (const args of [['serve'], ['client', 'list']]) {
      const said = await refusal(place.location, empty, ...args)
      assert.match(said, /keys\.json is missing, but the database postgres:\/\/127\.0\.0\.1:\d+\//)
    }
    const environment = { MANDATE_DATABASE: place.location }
    const doctor = await runCommand(['doctor', '--data', empty], { environment })
    assert.match(doctor.output, /✗ keys +The key file .* is missing/)
  })

  test('keeps its keys for an empty database', async () => {
    const { location, remove } = await createTestPlace()
    const environment = { MANDATE_DATABASE: location }
    assert.match(
      await refusal(location, data, 'user', 'list'),
      /There is no database in postgres:\S+ yet: name the one/,
    )
    await runDocument(['user', 'create', '--init', EMAIL, '--data', data], { environment })
    const users = await runDocument(['user', 'list', '--data', data], { environment })
    assert.equal(users['length'], 1)
    await remove()
  })

  test('is not made if the database cannot be reached', async () => {
    const url = new URL(place.location)
    const directory = join(temporaryDirectory(), 'data')
    url.password = 'opensesame'
    const said = await refusal(url.href, directory, 'serve')
    assert.match(said, /does not accept the password of the user \w+: correct the user name/)
    assert.throws(() => rmSync(directory), /ENOENT/)
  })
})
