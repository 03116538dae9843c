/**
 * Upgrading two nodes under traffic, as operators do: the newer version starts next to the older one
 * and migrates, the older one is restarted, and finally stopped for good.
 */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeClient } from '../../src/clients/registration.ts'
import { createKeyFile } from '../../src/keys/key-file.ts'
import { keyFilePath } from '../../src/keys/place.ts'
import { createAccount } from '../../src/operations/accounts.ts'
import { createPasswords } from '../../src/people/password.ts'
import { freePort } from '../../src/runtime/ports.ts'
import type { Store } from '../../src/store/port.ts'
import { ACT } from '../act.ts'
import { temporaryDirectory } from '../command-line/mandate-process.ts'
import { obtainTokens, ownCredentials } from '../integrator.ts'
import { startRoundRobin } from '../round-robin.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer } from '../running-server.ts'
import { type Refreshing, startRefreshing } from './refreshing.ts'

const GRANTS = 4
const REFRESHES = 5
const program = fileURLToPath(new URL('./node.ts', import.meta.url))

export interface Upgraded {
  /** For the engine: a path or a URL. */
  readonly database: string
  /** The same, as a store of this version. */
  readonly store: Store
  /** Blocks the migration; its result unblocks it. `flows` resolves while refreshes continue. */
  readonly obstruct?: (flows: () => Promise<void>) => Promise<() => Promise<void>>
}

/** The test, on an empty database. */
export function proveUpgrade(name: string, prepare: () => Promise<Upgraded>): void {
  test(`${name}: no refresh is lost while a newer version migrates next to an older one`, async () => {
    const { database, store, obstruct } = await prepare()
    const data = join(temporaryDirectory(), 'data')
    const source = {
      clock: { now: () => Math.floor(Date.now() / 1000) },
      random: (bytes: number) => randomBytes(bytes),
    }
    createKeyFile({ path: keyFilePath(data) }, source)
    const ports = { old: await freePort('127.0.0.1'), new: await freePort('127.0.0.1') }
    const front = await startRoundRobin([ports.old])
    after(() => front.close())
    const environment = { MANDATE_DATABASE: database, MANDATE_ISSUER: front.url }
    const start = (version: 'before' | 'after', port: number) =>
      startNode([version, data], { ...environment, MANDATE_PORT: `${port}` })

    let older = await start('before', ports.old)
    const server = await registered(store, source, front.url)
    const refreshing: Refreshing[] = []
    for (let grant = 0; grant < GRANTS; grant++) {
      const { refreshToken } = await obtainTokens(server)
      refreshing.push(startRefreshing(front.url, ownCredentials(server), refreshToken))
    }
    /** Every client has had that many more answers, from the nodes running now. */
    const flows = async () => {
      const before = refreshing.map(({ answered }) => answered())
      const has = (one: Refreshing, index: number) =>
        one.answered() >= (before[index] ?? 0) + REFRESHES
      const broken = Promise.all(refreshing.map(({ failed }) => failed))
      while (!refreshing.every(has)) await Promise.race([pause(5), broken])
    }

    await flows()
    const giveWay = await obstruct?.(flows)
    const starting = start('after', ports.new)
    if (giveWay !== undefined) await giveWay()
    const newer = await starting
    front.spreadOver([ports.old, ports.new])
    await flows()
    await stop(older)
    older = await start('before', ports.old)
    await flows()
    await stop(older)
    front.spreadOver([ports.new])
    await flows()
    assert.ok((front.given.get(ports.new) ?? 0) > GRANTS * REFRESHES)

    const counts = refreshing.map(({ answered }) => answered)
    await Promise.all(refreshing.map((one) => one.stop()))
    const { rows } = await store.grants.list({}, { limit: 100 })
    const generations = rows.map(({ generation }) => generation - 1)
    // Each answer is one generation: none was lost, none was issued twice.
    assert.deepEqual(
      generations.toSorted((a, b) => a - b),
      counts.map((count) => count()).toSorted((a, b) => a - b),
    )
    for (const { revokedAt } of rows) assert.equal(revokedAt, null)
    await stop(newer)
  })
}

async function registered(
  store: Store,
  source: { clock: { now(): number }; random: (bytes: number) => Uint8Array },
  issuer: string,
): Promise<RunningServer> {
  const described = {
    ...{ name: 'Ledgerline', redirectUris: [REDIRECT_URI], scope: 'all', isPublic: false },
    ...{ trusted: true },
  }
  const { client, secret } = makeClient(described, source)
  await store.clients.insert(client, ACT)
  const passwords = createPasswords({ random: source.random })
  const made = await createAccount(
    { store, ...source, passwords, settings: { brandName: 'Mandate' } },
    { kind: 'operator', via: 'shell' },
    { email: 'jo.martin@example.com', password: PASSWORD },
  )
  assert.equal(made.is, 'created')
  const account = made.is === 'created' ? made.account : undefined
  // The rest of what a running server offers to tests is in other processes.
  return { issuer, client, clientSecret: secret, account, store } as unknown as RunningServer
}

async function startNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit').then(() => {
    throw new Error(`a node (${args[0]}) did not start`)
  })
  await Promise.race([once(child.stdout, 'data'), ended])
  ended.catch(() => {})
  return child
}

async function stop(node: ChildProcess): Promise<void> {
  node.kill('SIGTERM')
  const [code] = await once(node, 'exit')
  assert.equal(code, 0)
}
