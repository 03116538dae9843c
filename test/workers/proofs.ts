/** The guarantees of `mandate serve --workers 2`, on any database. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient, memoryStore } from '../../packages/client/src/index.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import type { Store } from '../../packages/mandate/src/store/port.ts'
import { serving } from '../../packages/mandate/test/command-line/mandate-process.ts'
import { EMAIL, makeParties } from '../../packages/mandate/test/command-line/parties.ts'
import {
  introspect,
  obtainTokens,
  post,
  refresh,
  revoke,
} from '../../packages/mandate/test/integrator.ts'
import { REDIRECT_URI } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'

/** A connection goes to one worker, the next one to another. */
const AGAIN = { connection: 'close' }

export interface Place {
  readonly database: string
  readonly data: string
  openStore(): Promise<Store>
}

/** Starts two workers and tests them. Call it at the top level of a test file. */
export async function proveWorkers(name: string, { database, data, openStore }: Place) {
  const environment = { MANDATE_DATABASE: database }
  const metricsPort = await freePort('127.0.0.1')
  const flags = ['--data', data, '--port', '0', '--metrics-port', `${metricsPort}`]
  const primary = serving(['serve', '--json', ...flags, '--workers', '2'], { environment })
  const [, issuer = ''] = await primary.until(/^\{"issuer":"([^"]+)","data":"[^"]+"\}\n/m)
  const store = await openStore()
  const server = await makeParties({ store, data, issuer, environment })
  await store.close()
  const { client, clientSecret: secret, account } = server

  /** The processes that have answered at this path, according to their logs. */
  function answering(path: string): readonly number[] {
    const lines = primary.read().output.split('\n').slice(0, -1)
    const pids = lines
      .map((line) => JSON.parse(line))
      .filter((line) => line.path === path)
      .map((line) => Number(line.pid))
    return [...new Set(pids)]
  }

  const introspectAgain = (token: string) =>
    post(
      `${issuer}/oauth2/introspect`,
      { token },
      {
        as: { id: server.resource.id, secret: server.resourceSecret },
        headers: AGAIN,
      },
    )

  test(`${name}: two workers share the requests that come to one port`, async () => {
    for (let i = 0; i < 6; i++) {
      assert.equal((await fetch(`${issuer}/health/ready`, { headers: AGAIN })).status, 200)
    }
    while (answering('/health/ready').length < 2) await pause(10)
    assert.equal(answering('/health/ready').length, 2)
    assert.ok(!answering('/health/ready').includes(primary.child.pid ?? 0))
  })

  test(`${name}: a revocation holds at the other worker from its next request on`, async () => {
    const { accessToken, refreshToken } = await obtainTokens(server)
    for (let i = 0; i < 4; i++) {
      assert.equal((await introspectAgain(accessToken)).body['active'], true)
    }
    while (answering('/oauth2/introspect').length < 2) await pause(10)
    assert.equal((await revoke(server, refreshToken)).status, 200)
    for (let i = 0; i < 4; i++) {
      assert.deepEqual((await introspectAgain(accessToken)).body, { active: false })
    }
  })

  test(`${name}: 40 refreshes that race over both workers have one successor`, async () => {
    const { refreshToken } = await obtainTokens(server)
    const headers = { ...AGAIN, 'idempotency-key': '"4b0e"' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => refresh(server, refreshToken, { headers })),
    )
    const successors = new Set(answers.map(({ body }) => body['refresh_token']))
    assert.deepEqual([successors.size, typeof [...successors][0]], [1, 'string'])
  })

  test(`${name}: the metrics of both are combined, and reveal no name or secret`, async () => {
    const { accessToken, refreshToken } = await obtainTokens(server)
    const refused = await refresh(server, 'mdt_rt_wrong')
    assert.equal(refused.status, 400)
    assert.equal((await fetch(`${issuer}/metrics`)).status, 404)
    const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`)
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    for (const line of [
      'mandate_workers 2',
      'mandate_redemptions_total{outcome="advanced"} 4',
      'mandate_redemptions_total{outcome="repeated"} 39',
      'mandate_refusals_total{reason="token_malformed"} 1',
      'mandate_storage_unavailable_total 0',
    ]) {
      assert.ok(text.includes(`\n${line}\n`), `${line} is missing in ${text}`)
    }
    assert.match(text, /^mandate_store_units_total\{purpose="write"\} [1-9]/m)
    assert.match(text, /^process_resident_memory_bytes [1-9]/m)
    const told = [client.id, account?.id ?? '', EMAIL, secret ?? '', accessToken, refreshToken]
    for (const one of told) assert.equal(text.includes(one), false)
  })

  test(`${name}: workers that are killed while clients refresh are replaced, and nobody is logged out`, async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, loggedIn))
    let refreshes = 0
    let over = false
    const refreshing = clients.map(async (grant) => {
      while (!over) {
        // More than any token's remaining life, so each call is a refresh.
        await grant.getAccessToken({ minimumSeconds: 3_600 })
        refreshes += 1
      }
    })
    const killed: number[] = []
    for (const pid of answering('/oauth2/token')) {
      const before = refreshes
      while (refreshes < before + 10) await pause(10)
      process.kill(pid, 'SIGKILL')
      killed.push(pid)
      const lost = new RegExp(`(?:A worker has died \\(SIGKILL\\)[^]*){${killed.length}}`)
      await primary.until(lost)
    }
    assert.ok(killed.length >= 2)
    const before = refreshes
    while (refreshes < before + 20) await pause(10)
    over = true
    await Promise.all(refreshing)
    for (const grant of clients) {
      const accessToken = await grant.getAccessToken()
      assert.equal((await introspect(server, accessToken)).body['active'], true)
    }
  })

  test(`${name}: SIGTERM ends all of them, with 0 and no output`, async () => {
    const before = primary.read().errors
    assert.equal(await primary.stop('SIGTERM'), 0)
    assert.equal(primary.read().errors, before)
    for (const pid of answering('/oauth2/token')) assert.throws(() => process.kill(pid, 0))
    await assert.rejects(fetch(`${issuer}/health/live`))
  })

  /** A client that keeps its tokens by the rules, with a signed-in user. */
  async function loggedIn() {
    const integrator = createClient({
      ...{ issuer, clientId: client.id, clientSecret: secret ?? '', redirectUri: REDIRECT_URI },
      store: memoryStore(),
      timeouts: { requestMs: 2_000, totalMs: 60_000, settleMs: 1 },
    })
    const { url, pending } = await integrator.startLogin()
    const visitor = newVisitor(server)
    const asked = Object.fromEntries(new URL(url).searchParams)
    const { address } = await visitor.signIn(await visitor.open(asked))
    const { grantKey } = await integrator.finishLogin(address.href, pending)
    return integrator.grant(grantKey)
  }
}
