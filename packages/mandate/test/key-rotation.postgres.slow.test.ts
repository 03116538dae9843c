/**
 * SCENARIO 80: keys rotated on several servers that share a PostgreSQL database and have copies of the
 * key file, while clients refresh at one server and APIs ask another. No token is lost, and none is
 * made with a key that a live server lacks.
 */

import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { parseToken } from '../src/grants/token.ts'
import { freePort } from '../src/runtime/ports.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { type Serving, serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { makeParties } from './command-line/parties.ts'
import { runCommand } from './command-line/run-command.ts'
import { introspect, obtainTokens, refresh, type Tokens, tokensOf } from './integrator.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'

const CLIENTS = 6

const place = await createTestPlace()
const names = ['a', 'b', 'c'] as const
type Name = (typeof names)[number]
const folder = temporaryDirectory()
const dataOf = (name: Name) => join(folder, name)
const keyFileOf = (name: Name) => join(folder, name, 'keys.json')
const ports = {
  a: await freePort('127.0.0.1'),
  b: await freePort('127.0.0.1'),
  c: await freePort('127.0.0.1'),
}
const issuer = `http://127.0.0.1:${ports.a}`
const environment = { MANDATE_DATABASE: place.location, MANDATE_ISSUER: issuer }

function serve(name: Name, ...more: readonly string[]): Serving {
  const flags = ['--port', `${ports[name]}`, '--data', dataOf(name), '--metrics-port', '0']
  return serving(['serve', '--json', '--log-level', 'error', ...flags, ...more], { environment })
}
const first = serve('a', '--workers', '2')
await first.until(/"issuer":/)
const store = await openPostgresStore({ url: place.location })
for (const name of ['b', 'c'] as const) {
  mkdirSync(dataOf(name), { mode: 0o700 })
  handOver('a', name)
}
const nodes: Readonly<Record<Name, Serving>> = { a: first, b: serve('b'), c: serve('c') }
after(async () => {
  nodes.c.child.kill('SIGCONT')
  await Promise.all(Object.values(nodes).map((node) => node.stop('SIGTERM')))
  await store.close()
  await place.remove()
  await endTestServer()
})

/** Copies the key file from one server to another, as a program that distributes secrets does. */
function handOver(from: Name, to: Name): void {
  const draft = `${keyFileOf(to)}.new`
  copyFileSync(keyFileOf(from), draft)
  renameSync(draft, keyFileOf(to))
}

const server = await makeParties({ store, data: dataOf('a'), issuer, environment })
const at = (name: Name) => ({ ...server, issuer: `http://127.0.0.1:${ports[name]}` })

/** What went wrong; and with which key the last tokens were made. */
const lost: string[] = []
let reachable: readonly Name[] = names
let turn = 0
const nextNode = () => at(reachable[turn++ % reachable.length] ?? 'a')
let madeWith = new Set<string>()
let isOver = false

/** A client that refreshes here and there, and an API that asks each server about each token. */
async function live(tokens: Tokens): Promise<void> {
  let { refreshToken } = tokens
  while (!isOver) {
    const answer = await refresh(nextNode(), refreshToken)
    if (answer.status !== 200) {
      lost.push(`refresh: ${answer.status} ${JSON.stringify(answer.body)}`)
      return
    }
    const next = tokensOf(answer)
    refreshToken = next.refreshToken
    madeWith.add(parseToken(next.accessToken)?.keyId ?? '')
    for (const name of reachable) {
      const { status, body } = await introspect(at(name), next.accessToken)
      if (body['active'] !== true) lost.push(`${name}: ${status} ${JSON.stringify(body)}`)
    }
    await pause(60)
  }
}

/** The keys that tokens are made with over some time. */
async function keysDuring(milliseconds: number): Promise<readonly string[]> {
  madeWith = new Set()
  await pause(milliseconds)
  return [...madeWith]
}

/** Until all new tokens are made with this key. */
async function allMadeWith(id: string, seconds: number): Promise<void> {
  for (let waited = 0; waited < seconds; waited++) {
    const keys = await keysDuring(1_000)
    if (keys.length === 1 && keys[0] === id) return
  }
  assert.fail(`after ${seconds} s not all tokens are made with ${id}: ${[...madeWith].join()}`)
}

async function rotate(...flags: readonly string[]): Promise<string> {
  const args = ['keys', 'rotate', '--json', '--data', dataOf('a'), ...flags]
  const { output, errors } = await runCommand(args, { environment })
  assert.equal(errors, '')
  const [{ key_id: id, state }] = JSON.parse(output)
  assert.equal(state, 'next')
  return id
}

test('keys rotate on three servers, one of them with workers, and no token is lost', async () => {
  await Promise.all(Object.values(nodes).map((node) => node.until(/"issuer":/)))
  const tokens: Tokens[] = []
  for (let client = 0; client < CLIENTS; client++) tokens.push(await obtainTokens(server))
  const old = parseToken(tokens[0]?.accessToken ?? '')?.keyId ?? ''
  const clients = tokens.map(live)

  const second = await rotate()
  assert.deepEqual(await keysDuring(8_000), [old], 'two servers still have the old file')
  handOver('a', 'b')
  // The last copy arrives in pieces, and is broken for a while.
  const whole = readFileSync(keyFileOf('a'), 'utf8')
  writeFileSync(keyFileOf('c'), whole.slice(0, 200))
  assert.deepEqual(await keysDuring(8_000), [old])
  assert.match(nodes.c.read().output + nodes.c.read().errors, /is not JSON.*goes on with the keys/)
  const doctor = await runCommand(['doctor', '--data', dataOf('c')], { environment })
  assert.match(doctor.output, /✗ keys +The key file .* is not JSON/)
  writeFileSync(keyFileOf('c'), whole)
  await allMadeWith(second, 30)
  const list = await runCommand(['keys', 'list', '--json', '--data', dataOf('b')], { environment })
  const states = JSON.parse(list.output).filter(({ kind }: { kind: string }) => kind === 'token')
  assert.deepEqual(
    states.map(({ key_id: id, state }: Record<string, string>) => [id, state]),
    [
      [second, 'active'],
      [old, 'retiring'],
    ],
  )

  // A server that hangs is waited for until it can no longer be alive.
  reachable = ['a', 'b']
  // No request is in its hands: when it wakes up, it would answer 503, and the client would ask again.
  await pause(3_000)
  nodes.c.child.kill('SIGSTOP')
  const third = await rotate()
  handOver('a', 'b')
  assert.deepEqual(await keysDuring(20_000), [second])
  await allMadeWith(third, 90)
  nodes.c.child.kill('SIGCONT')
  const newest = await obtainTokens(server)
  assert.equal(parseToken(newest.accessToken)?.keyId, third)
  for (let asked = 0; asked < 10; asked++) {
    const answer = await introspect(at('c'), newest.accessToken)
    assert.equal(answer.status, 503, 'it lacks the key, and says neither yes nor no')
    assert.equal((await refresh(at('c'), newest.refreshToken)).status, 503)
    await pause(200)
  }
  handOver('a', 'c')
  for (let waited = 0; ; waited += 1) {
    assert.ok(waited < 60)
    await pause(500)
    const { status, body } = await introspect(at('c'), newest.accessToken)
    if (status === 200 && body['active'] === true) break
  }
  assert.equal((await refresh(at('c'), newest.refreshToken)).status, 200)
  reachable = names
  await keysDuring(3_000)
  isOver = true
  await Promise.all(clients)
  assert.deepEqual(lost, [])
})
